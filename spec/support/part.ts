import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { basename } from 'node:path'

interface Reply {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

/** How long a part may take to end once it is let go. */
const END_WITHIN_MS = 10_000

/** A child process that does what it is asked to, by `serveCommands`. */
export class Part {
  readonly #name: string
  readonly #child: ChildProcess
  readonly #complaints: string[]
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  readonly #closed: Promise<unknown>
  #lastId = 0

  /**
   * @param entry - its script, that serves commands
   * @param complaints - gets what it writes to stderr, and how it ends if not well
   */
  constructor(entry: URL, env: Readonly<Record<string, string>>, complaints: string[]) {
    const name = basename(entry.pathname, '.js')
    this.#name = name
    this.#complaints = complaints
    this.#child = fork(entry, {
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
      execArgv: [],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    })
    const { stderr } = this.#child
    stderr?.setEncoding('utf8').on('data', (text: string) => complaints.push(`${name} says: ${text.trimEnd()}`))
    this.#child.on('message', (reply: Reply) => this.#receive(reply))
    // No `close` comes after a disconnect.
    const ends = [once(this.#child, 'exit'), ...(stderr ? [once(stderr, 'end')] : [])]
    this.#closed = Promise.all(ends).then(() => this.#end())
  }

  ask<Value>(command: string, argument?: unknown): Promise<Value> {
    const id = (this.#lastId += 1)
    return new Promise((resolve, reject) => {
      // Both ends are of the same build.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      this.#waiting.set(id, { resolve: (value) => resolve(value as Value), reject })
      this.#child.send({ id, command, argument }, (error) => {
        if (error) reject(error)
      })
    })
  }

  /** Nothing more is asked: the process must end by itself. */
  async letGo(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect()
    const overdue = setTimeout(() => {
      this.#complaints.push(`${this.#name} did not end within ${END_WITHIN_MS} ms of its last command`)
      this.#child.kill('SIGKILL')
    }, END_WITHIN_MS)
    await this.#closed
    clearTimeout(overdue)
  }

  #receive({ id, value, error }: Reply): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(value)
    else waiting?.reject(new Error(`${this.#name}: ${error}`))
  }

  #end(): void {
    const { exitCode, signalCode } = this.#child
    if (exitCode !== 0) this.#complaints.push(`${this.#name} ended with ${signalCode ?? exitCode}`)
    for (const waiting of this.#waiting.values()) waiting.reject(new Error(`${this.#name} ended before it answered`))
  }
}
