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
 * The command `local`: runs an SWF on this machine until INT or TERM.
 * It resolves with the exit code: 0 when it was stopped, 1 if it could not start, 2 for wrong arguments.
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
    // LocalSwf throws a TypeError for a wrong option. That is the name of a domain, since the port was checked before.
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
  // The signals are listened for before the start, so that a signal during the start does not end the process at once.
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  // Whoever reads the lines may stop reading (`| head`). LocalSwf goes on.
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
