import { inspect } from 'node:util'

/** The standard streams, made when first used, and the parent's channel. */
const PIPES = 'PipeWrap'

/** What no process of a run may do, and what none may leave behind. */
export class Witness {
  readonly unexpected: string[] = []
  readonly #before = process.getActiveResourcesInfo()

  constructor() {
    process.on('unhandledRejection', (reason) => this.unexpected.push(`unhandled rejection: ${inspect(reason)}`))
    process.on('uncaughtException', (error) => this.unexpected.push(`uncaught: ${inspect(error)}`))
    process.on('warning', (warning) => this.unexpected.push(`warning: ${warning.name}: ${warning.message}`))
  }

  /** Timers, sockets and the like that were not there at first. What is about to close gets the time for it. */
  async leaks(): Promise<string[]> {
    for (let tries = 0; tries < 100 && this.#added().length > 0; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return this.#added()
  }

  #added(): string[] {
    const left = [...this.#before]
    return process.getActiveResourcesInfo().filter((resource) => {
      if (resource === PIPES) return false
      const index = left.indexOf(resource)
      if (index >= 0) left.splice(index, 1)
      return index < 0
    })
  }
}
