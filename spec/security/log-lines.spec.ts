import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { classifyFault } from '../../lib/swf/faults/classify-fault.js'
import { signature } from '../local-swf/support/raw-request.js'
import { TestSwf } from '../local-swf/support/test-swf.js'
import { CannedServer, fault, ok } from '../support/canned-server.js'
import { Child } from '../support/child.js'
import { nextFault, nextState } from '../support/heard.js'
import { jobs, ResultService, ResultTimeoutError } from '../../lib/index.js'
import { ResultTaskSender } from '../support/result-tasks.js'

const HOSTILE = 'a\r\u001b[2J\u0000\u0007\u0085\u009b31m\u2028b'
// oxlint-disable-next-line no-control-regex -- they are what must not be there
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/

describe('what SWF says of a fault', () => {
  it('is one line without control characters, and not long, in the reason that health and events show', () => {
    const { name, reason } = classifyFault(
      Object.assign(new Error(`${HOSTILE}\nand ${'more'.repeat(100_000)}`), { name: `X${HOSTILE}` }),
    )
    expect([name, reason].join()).not.toMatch(CONTROL)
    expect(reason).not.toContain('\n')
    const { reason: long } = classifyFault(new Error('long'.repeat(100_000)))
    expect(long.length).toBeLessThan(2_500)
  })

  it('is so in health and in the event of a running service', async () => {
    const server = await CannedServer.start()
    server.answer('DescribeActivityType', ok({ typeInfo: { status: 'REGISTERED' } }))
    server.answer('PollForActivityTask', fault('ThrottlingException', HOSTILE))
    const service = new ResultService({ swf: server.clientOptions, signals: false })
    const heard = nextFault('ThrottlingException')
    await service.start()
    const { message } = await heard
    const { lastError } = service.health()
    await service.stop({ drainMs: 0 })
    await server.close()
    expect(message).toContain('b')
    expect(message).not.toMatch(CONTROL)
    expect(lastError).toContain(message)
  })
})

describe('what SWF says, where it comes as an error from the thread', () => {
  async function started(swf: LocalSwf): Promise<{ readonly service: ResultService; readonly taskList: string }> {
    const service = new ResultService({ swf: swf.clientOptions, signals: false })
    onTestFinished(async () => {
      await service.stop({ drainMs: 0 })
      await swf.stop()
    })
    return { service, taskList: await service.start() }
  }

  it('is one line in the event of a last look at a job', async () => {
    const swf = await LocalSwf.start()
    const { service } = await started(swf)
    swf.inject({ kind: 'fault', name: 'ValidationException', message: HOSTILE, operation: 'GetWorkflowExecutionHistory' })
    const heard = nextFault('31m')
    const { result } = await jobs(service).start('A.b', 1, { timeoutMs: 1_000 })
    await expect(result).rejects.toThrow(ResultTimeoutError)
    const { name, message } = await heard
    expect(`${name} ${message}`).not.toMatch(CONTROL)
  })

  it('is one line in the state that it ends in, and in health', async () => {
    const swf = await LocalSwf.start()
    const { service, taskList } = await started(swf)
    const failed = nextState('failed')
    swf.inject({ kind: 'fault', name: 'AccessDeniedException', message: `no\n${HOSTILE}`, operation: 'PollForActivityTask' })
    // A poll that is held already ends with it.
    const sender = new ResultTaskSender(swf)
    await sender.schedule([{ taskList, input: '---' }])
    sender.destroy()
    const { cause } = await failed
    const { lastError } = service.health()
    expect(cause).toContain('WorkerFailedError')
    expect(lastError).toBe(cause)
    expect(cause).not.toMatch(CONTROL)
    expect(cause).not.toContain('\n')
  })

  it('is one line where a start was refused, whose advice has several', async () => {
    const swf = await LocalSwf.start()
    onTestFinished(() => swf.stop())
    const service = new ResultService({ swf: swf.clientOptions, register: false, signals: false })
    await expect(service.start()).rejects.toThrow(/run:\n {2}aws swf register-domain/)
    expect(service.health().lastError).toContain('aws swf register-activity-type')
    expect(service.health().lastError).not.toContain('\n')
  })
})

describe('a warning of LocalSwf', () => {
  it('shows texts as literals: a line stays one', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    onTestFinished(() => warned.mockRestore())
    const { server } = await TestSwf.start({
      onRequest() {
        throw new Error(`a\n${HOSTILE}`)
      },
    })
    await hostileRequest(server.port)
    expect(warned).toHaveBeenCalledOnce()
    const [warning] = warned.mock.calls[0] ?? []
    expect(String(warning)).toMatch(/^LocalSwfWarning: onRequest failed on 'Evil.*': 'a.*b'$/s)
    expect(String(warning).replaceAll('\u2028', '')).not.toMatch(CONTROL)
    expect(String(warning)).not.toContain('\n')
  })
})

describe('the command local', () => {
  it('prints a line for each request, whatever is in it, and shows no Authorization header', async () => {
    const cli = new URL('../../dist/lib/cli/main.js', import.meta.url).pathname
    const child = new Child(cli, { arguments: ['local'] })
    await child.says('AWS_SECRET_ACCESS_KEY')
    const before = child.output.length
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(child.output)?.[1])
    await hostileRequest(port)
    await hostileRequest(port, { authorization: 'Bearer somebody-elses-token' })
    await child.says('IncompleteSignature')
    child.kill('SIGTERM')
    const { code, output } = await child.ended
    const printed = output.slice(before).trim()
    expect(code).toBe(0)
    expect(printed.split('\n')).toHaveLength(2)
    expect(printed).not.toMatch(CONTROL)
    expect(printed).toContain(String.raw`\u009b31m`)
    expect(printed).not.toContain('somebody-elses-token')
  })
})

it('the embedded SWF says nothing by itself', async () => {
  const printed = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'))
  const swf = await LocalSwf.start()
  await hostileRequest(swf.port)
  await swf.stop()
  const writes = printed.flatMap(({ mock }) => mock.calls)
  for (const spy of printed) spy.mockRestore()
  expect(writes).toEqual([])
})

/** As hostile as the header and the body of a request can be: Node's parser takes no C0 characters in a header, but C1. */
async function hostileRequest(port: number, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const target = { 'x-amz-target': `SimpleWorkflowService.Evil\u009b31m\u0085`, authorization: signature }
  const request = httpRequest({ host: '127.0.0.1', port, method: 'POST', headers: { ...target, ...headers } })
  request.end(JSON.stringify({ domain: `d\n${HOSTILE}`, workflowId: `12:00:00.000  RegisterDomain\n${HOSTILE}` }))
  const [response] = await once(request, 'response')
  response.resume()
  await once(response, 'end')
}
