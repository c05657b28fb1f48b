import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { LocalSwf, type LocalSwfOptions } from '../local-swf/index.js'
import { requestLine } from './request-line.js'

const USAGE = `usage: swf-result-worker local [--port <port>] [--domain <name>]...

Runs an Amazon SWF on 127.0.0.1 until INT or TERM, and prints a line for each request: time, operation, what it is about,
and the fault if it was answered with one; of a poll how long it was held.

  --port <port>    0 to 65535; 0, the default, takes a free one
  --domain <name>  a domain that is there from the start; may be given several times
  --help           this text`

/**
 * The command `local`: an SWF of one's own until INT or TERM.
 * Resolves with the exit code: 0 when it was stopped, 1 when it could not start, 2 for arguments that it does not take.
 */
export async function local(argv: readonly string[]): Promise<number> {
  let options: LocalSwfOptions | 'help'
  try {
    options = parse(argv)
  } catch (error) {
    return wrongArguments(error)
  }
  if (options === 'help') {
    console.log(USAGE)
    return 0
  }
  try {
    await run(options)
    return 0
  } catch (error) {
    // By a TypeError LocalSwf refuses an option: the name of a domain, since the port was looked at above.
    if (error instanceof TypeError) return wrongArguments(error)
    console.error(messageOf(error))
    return 1
  }
}

function wrongArguments(error: unknown): number {
  console.error(`${messageOf(error)}\n\n${USAGE}`)
  return 2
}

function parse(argv: readonly string[]): LocalSwfOptions | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '0' },
      domain: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  if (!/^\d+$/.test(values.port) || Number(values.port) > 65_535) {
    throw new TypeError(`--port must be a whole number from 0 to 65535, not '${values.port}'`)
  }
  return { port: Number(values.port), domains: values.domain }
}

async function run(options: LocalSwfOptions): Promise<void> {
  // Listened for before the start: a signal during it must not end the process half started.
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  // Whoever read the lines may have enough of them (`| head`): what is served is served on.
  process.stdout.on('error', () => {})
  const swf = await LocalSwf.start({ ...options, onRequest: (request) => console.log(requestLine(request, new Date())) })
  const { endpoint, clientOptions } = swf
  console.log(`LocalSwf listens on ${endpoint}. For any SWF client:

export AWS_ENDPOINT_URL_SWF=${endpoint}
export AWS_REGION=${clientOptions.region}
export AWS_ACCESS_KEY_ID=${clientOptions.credentials.accessKeyId}
export AWS_SECRET_ACCESS_KEY=${clientOptions.credentials.secretAccessKey}
`)
  await stopped
  await swf.stop()
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
