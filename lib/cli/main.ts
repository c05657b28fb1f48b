#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { demo } from './demo.js'
import { local } from './local.js'

const USAGE = `usage: swf-result-worker <command>

  demo            an embedded SWF, a job worker and a result worker; jobs that answer and one that fails
  local           an SWF of your own on 127.0.0.1, until INT or TERM; see: swf-result-worker local --help
  --version       the version of this package
  --help          this text`

/** Each command is a function that takes the arguments and resolves with the exit code. */
const COMMANDS: ReadonlyMap<string | undefined, (argv: readonly string[]) => Promise<number>> = new Map([
  ['demo', async () => demo()],
  ['local', local],
  ['--version', async () => say(version())],
  ['--help', async () => say(USAGE)],
  ['-h', async () => say(USAGE)],
])

async function main([name, ...argv]: readonly string[]): Promise<number> {
  const command = COMMANDS.get(name)
  if (command !== undefined) return command(argv)
  console.error(name === undefined ? USAGE : `unknown command '${name}'\n\n${USAGE}`)
  return 2
}

function say(text: string): number {
  console.log(text)
  return 0
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL(import.meta.resolve('swf-result-worker/package.json')), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
}

// The SDK's warning about future Node versions is for those who install it, and not for those who look at a demo.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'

// Whoever reads our output may stop reading, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

process.exitCode = await main(process.argv.slice(2))
