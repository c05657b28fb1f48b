import { inspect } from 'node:util'

interface Request {
  readonly id: number
  readonly command: string
  readonly argument?: unknown
}

/** The other end of a `Part`. The last command is `stop`. */
export function serveCommands(commands: Readonly<Record<string, (argument: never) => unknown>>): void {
  let hasStopped = false

  async function carryOut({ id, command, argument }: Request): Promise<void> {
    hasStopped ||= command === 'stop'
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends are of the same build
      process.send?.({ id, value: await commands[command]?.(argument as never) })
    } catch (error) {
      process.send?.({ id, error: inspect(error) })
    }
  }
  // Its parent is gone in the middle of things.
  process.on('disconnect', () => {
    if (!hasStopped) process.exit(1)
  })
  process.on('message', (request: Request) => void carryOut(request))
}
