import { spawn, type ChildProcess } from 'node:child_process'
import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface ChildOptions {
  /** Node's flags, before the script. */
  readonly flags?: readonly string[]
  readonly arguments?: readonly string[]
  /** Added to this process's own; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Runs in place of `node`: a wrapper like `unshare`, with its own arguments. */
  readonly wrapper?: readonly string[]
}

export interface ChildEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
}

/** A real child process of Node that runs a script, of `spec/fixtures` unless its path is absolute, and what it says. */
export class Child {
  readonly process: ChildProcess
  readonly ended: Promise<ChildEnd>
  #output = ''
  readonly #watchers = new Set<() => void>()

  constructor(script: string, options: ChildOptions = {}) {
    const path = isAbsolute(script) ? script : fileURLToPath(new URL(`../fixtures/${script}`, import.meta.url))
    this.process = this.#spawn([...(options.flags ?? []), path, ...(options.arguments ?? [])], options)
    this.ended = new Promise((resolve) => {
      this.process.once('close', (code, signal) => {
        this.#wake()
        resolve({ code, signal, output: this.#output })
      })
    })
  }

  get output(): string {
    return this.#output
  }

  /** Resolves once the child has written the text; rejects if it ends without. */
  async says(text: string): Promise<void> {
    while (!this.#output.includes(text)) {
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        throw new Error(`the child ended without saying "${text}":\n${this.#output}`)
      }
      await new Promise<void>((resolve) => this.#watchers.add(resolve))
    }
  }

  /** Writes to its stdin. */
  tell(text: string): void {
    this.process.stdin?.write(text)
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal)
  }

  #spawn(command: readonly string[], { wrapper = [], env = {} }: ChildOptions): ChildProcess {
    const [program = process.execPath, ...rest] = [...wrapper, process.execPath, ...command]
    const child = spawn(program, rest, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
        this.#wake()
      })
    }
    return child
  }

  #wake(): void {
    for (const resolve of this.#watchers) resolve()
    this.#watchers.clear()
  }
}

/** The environment that points a child at an SWF. */
export function swfEnvironment(clientOptions: {
  readonly region: string
  readonly endpoint: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_SWF: clientOptions.endpoint,
    AWS_REGION: clientOptions.region,
    AWS_ACCESS_KEY_ID: clientOptions.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: clientOptions.credentials.secretAccessKey,
  }
}

/** The key and the task list that a child has written as JSON, on the first line that has some. */
export async function saidBy(child: Child): Promise<{ readonly taskList: string; readonly key: string }> {
  await child.says('}\n')
  const said: unknown = JSON.parse(/(\{.*\})/.exec(child.output)?.[1] ?? '')
  if (typeof said === 'object' && said !== null && 'taskList' in said && 'key' in said) {
    return { taskList: String(said.taskList), key: String(said.key) }
  }
  throw new Error(`the child does not say what it waits for: ${child.output}`)
}
