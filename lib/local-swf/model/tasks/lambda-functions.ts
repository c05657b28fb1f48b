/** A function that stands in for one of AWS Lambda: takes and gives JSON values. */
export type LambdaFunction = (input: unknown) => unknown

const arnPattern = /^arn:aws[\w-]*:lambda:[^:]*:[^:]*:function:([^:]+)/

/** The functions that stand in for AWS Lambda: without any there is no Lambda in this region. */
export class Functions {
  readonly #functions: ReadonlyMap<string, LambdaFunction> | undefined

  constructor(functions?: Readonly<Record<string, LambdaFunction>>) {
    this.#functions = functions && new Map(Object.entries(functions))
  }

  get areAvailable(): boolean {
    return this.#functions !== undefined
  }

  /** Input and result are JSON, as Lambda's are. Rejects with what the function throws, or when there is no such function. */
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
