import { inspect } from 'node:util'
import { jobs, JobFailedError, ResultWorker, type Jobs } from '../index.js'
import { JobWorker } from '../job-worker/index.js'
import { LocalSwf } from '../local-swf/index.js'

interface Order {
  readonly customer: string
  readonly items: number
}

class OrderRejected extends Error {
  override readonly name = 'OrderRejected'
  readonly status = 409
}

/** The code that runs in the background: async functions in classes. A job is named `Class.function`. */
const activities = {
  Pricing: {
    async quote({ customer, items }: Order) {
      if (items > 100)
        throw new OrderRejected(`${items} items are too many for ${customer}`, { cause: new RangeError('at most 100') })
      return { customer, total: Math.round(items * 1999) / 100 }
    },
  },
}

/** The command `demo`: runs jobs on an SWF of its own, and prints what happens. It resolves with the exit code. */
export async function demo(): Promise<number> {
  // With AWS there is no LocalSwf and no option `swf` below, since the SDK finds the region and the credentials by itself.
  const swf = await LocalSwf.start()
  const connection = swf.clientOptions

  // This worker runs the jobs. In production it is in another process, or in many. Ruby workers of the AWS Flow Framework can do it, too.
  const worker = await JobWorker.start({ activities, swf: connection })

  // The ResultWorker belongs to the application that starts jobs and awaits their results.
  const taskList = await ResultWorker.start('FlowDefault', { swf: connection })
  const { run } = jobs<typeof activities>()

  say('What runs here')
  say(`  LocalSwf      an Amazon SWF in this process, at ${swf.endpoint}`)
  say('  JobWorker     decides what comes next, and runs the activity Pricing.quote')
  say(`  ResultWorker  its thread polls the task list ${taskList}`)
  say('  All they say to each other is HTTP, by the AWS SDK, as it would be with AWS.')

  try {
    await oneJob(run)
    await twentyJobs(run)
    await aJobThatFails(run)
    say('\nHow the ResultWorker is: ResultWorker.health()')
    show(ResultWorker.health())
    return 0
  } finally {
    const { abandoned } = await ResultWorker.stop()
    // LocalSwf notices when a poll is ended, so no task can get lost, and there is nothing to wait for.
    await worker.stop({ drainMs: 0 })
    await swf.stop()
    say(`\nStopped: thread, worker and SWF have ended, ${abandoned.length} results were abandoned.`)
  }
}

type Run = Jobs<typeof activities>['run']

async function oneJob(run: Run): Promise<void> {
  say("\nOne job: await run('Pricing.quote', { customer: 'Ada', items: 3 })")
  const startedAt = performance.now()
  show(await run('Pricing.quote', { customer: 'Ada', items: 3 }))
  say(`  after ${elapsed(startedAt)}: started, decided, run, decided again, delivered`)
}

async function twentyJobs(run: Run): Promise<void> {
  say('\nTwenty at once')
  const startedAt = performance.now()
  let done = 0
  const quotes = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const quote = await run('Pricing.quote', { customer: `customer ${index + 1}`, items: index + 1 })
      progress((done += 1), 20)
      return quote
    }),
  )
  const total = quotes.reduce((sum, quote) => sum + quote.total, 0)
  say(`  after ${elapsed(startedAt)}: a total of ${total.toFixed(2)}`)
}

async function aJobThatFails(run: Run): Promise<void> {
  say(
    "\nOne that fails, with no retries: await run('Pricing.quote', { customer: 'Bob', items: 101 }, { activity: { retry: { maximumAttempts: 0 } } }) throws",
  )
  try {
    await run('Pricing.quote', { customer: 'Bob', items: 101 }, { activity: { retry: { maximumAttempts: 0 } } })
  } catch (error) {
    if (!(error instanceof JobFailedError)) throw error
    const { name, code, type, message, fields, cause, stack } = error
    const thrownAt = stack
      ?.split('\n')
      .find((line) => line.trimStart().startsWith('at '))
      ?.trim()
    show({ name, code, type, message, fields, cause: String(cause), stack: thrownAt })
  }
}

/** Shows the progress. On a terminal a line fills up; elsewhere only the full line is printed. */
function progress(done: number, of: number): void {
  const line = `  [${'#'.repeat(done)}${'.'.repeat(of - done)}] ${done} of ${of}`
  if (process.stdout.isTTY) process.stdout.write(`\r${line}${done === of ? '\n' : ''}`)
  else if (done === of) say(line)
}

function elapsed(sinceMs: number): string {
  return `${Math.round(performance.now() - sinceMs)} ms`
}

function show(value: unknown): void {
  say(inspect(value, { breakLength: 100 }).replaceAll(/^/gm, '  '))
}

function say(text: string): void {
  console.log(text)
}
