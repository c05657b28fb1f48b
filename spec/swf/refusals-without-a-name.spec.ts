import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClients, type SwfClients } from '../../lib/swf/clients/create-clients.js'
import { classifyFault, type Fault } from '../../lib/swf/faults/classify-fault.js'
import { CannedServer, fault, text, type CannedAnswer } from '../support/canned-server.js'

let server: CannedServer
let clients: SwfClients
beforeAll(async () => {
  server = await CannedServer.start()
  clients = createClients(server.clientOptions)
})
afterAll(async () => {
  clients.destroy()
  await server.close()
})

async function faultOf(answer: CannedAnswer): Promise<Fault> {
  server.answer('PollForActivityTask', answer)
  const poll = clients.poll.pollForActivityTask({ domain: 'd', taskList: { name: 'l' } })
  return poll.then(
    () => Promise.reject(new Error('the poll was expected to fail')),
    (error: unknown) => classifyFault(error),
  )
}

describe.each([
  [401, 'badCredentials'],
  [403, 'denied'],
])('a status of %i', (status, kind) => {
  it.each(['<html>Forbidden</html>', '{"message":"Forbidden"}', '{"code":"Forbidden"}', '{}', ''])(
    'with the page %j is of something in between, not of AWS',
    async (page) => {
      const { reason, ...rest } = await faultOf(text(status, page))
      expect(rest).toMatchObject({ kind: 'notSwf', action: 'back-off', code: 'ERR_RESULT_UNREACHABLE', mayHaveTakenEffect: true })
      expect(reason).toContain(`what answers at the endpoint is not SWF (status ${status}, `)
    },
  )

  it('with a name that AWS gave, be it a new one, is a refusal of AWS', async () => {
    expect(await faultOf(fault('NovelException', 'no', status))).toMatchObject({ kind, mayHaveTakenEffect: false })
  })
})

it.each([{ a: 1 }, ['a'], 7, true])('a refusal whose message is %j, no text, is a fault like others', async (message) => {
  const refusal = text(400, JSON.stringify({ __type: 'NovelException', message }))
  expect(await faultOf(refusal)).toMatchObject({
    kind: 'unexpected',
    action: 'back-off',
    reason: 'something unexpected went wrong (NovelException)',
  })
})
