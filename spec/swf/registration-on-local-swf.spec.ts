import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../lib/base/clock.js'
import { RESULT_ACTIVITY } from '../../lib/flow/names.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { createClients, type SwfClients } from '../../lib/swf/clients/create-clients.js'
import { checkResultActivity, type ResultActivityCheck } from '../../lib/swf/registration/check-result-activity.js'

let swf: LocalSwf
let clients: SwfClients
beforeEach(async () => {
  swf = await LocalSwf.start()
  clients = createClients(swf.clientOptions)
})
afterEach(async () => {
  clients.destroy()
  await swf.stop()
})

const domain = 'FlowDefault'
const activityType = { name: RESULT_ACTIVITY.name, version: RESULT_ACTIVITY.version }
const prove = (): Promise<ResultActivityCheck> =>
  checkResultActivity(clients.answer, { domain, register: true, clock: systemClock })

describe('on LocalSwf, the proof of a start', () => {
  it('registers a new domain once, and finds it after that', async () => {
    expect(await prove()).toEqual({ registered: true, denied: false })
    expect(await prove()).toEqual({ registered: false, denied: false })
  })

  it('succeeds for five who find the domain unknown at once', async () => {
    const proofs = await Promise.all(Array.from({ length: 5 }, prove))
    expect(proofs.filter(({ registered }) => registered).length).toBeGreaterThan(0)
    expect(await clients.answer.describeActivityType({ domain, activityType })).toMatchObject({
      typeInfo: { status: 'REGISTERED' },
      configuration: { defaultTaskList: { name: RESULT_ACTIVITY.taskList }, defaultTaskHeartbeatTimeout: 'NONE' },
    })
  })

  it('tells a deprecated type from a deprecated domain', async () => {
    await prove()
    await clients.answer.deprecateActivityType({ domain, activityType })
    await expect(prove()).rejects.toMatchObject({ code: 'ERR_RESULT_TYPE_DEPRECATED' })
    await clients.answer.deprecateDomain({ name: domain })
    await expect(prove()).rejects.toMatchObject({ code: 'ERR_RESULT_DOMAIN_DEPRECATED' })
  })
})
