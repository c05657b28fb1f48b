/** A function that stands in for one in AWS Lambda. It takes a JSON value and returns one, or a promise of one. */
export type LambdaFunction = (input: unknown) => unknown

const arnPattern = /^arn:aws[\w-]*:lambda:[^:]*:[^:]*:function:([^:]+)/

/** The functions that stand in for AWS Lambda. Without the option `functions` there is no Lambda in this region. */
export class LambdaFunctions {
  readonly #functions: ReadonlyMap<string, LambdaFunction> | undefined

  constructor(functions?: Readonly<Record<string, LambdaFunction>>) {
    this.#functions = functions && new Map(Object.entries(functions))
  }

  get areAvailable(): boolean {
    return this.#functions !== undefined
  }

  /**
   * Calls a function. Its input and its result are JSON texts, as Lambda's are.
   * Rejects with what the function throws, and when there is no function of that name.
   */
  async call(nameOrArn: string, input: string | undefined): Promise<string | undefined> {
    const name = arnPattern.exec(nameOrArn)?.[1] ?? nameOrArn
    const found = this.#functions?.get(name)
    if (!found) throw namedError('ResourceNotFoundException', `Function not found: ${nameOrArn}`)
    const result: unknown = await found(input === undefined ? undefined : JSON.parse(input))
    return JSON.stringify(result)
  }
}

function namedError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}
