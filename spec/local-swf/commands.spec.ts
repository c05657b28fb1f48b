import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import * as sdk from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { SwfFault } from '../../lib/local-swf/answers/faults.js'
import { operationNames } from '../../lib/local-swf/operations/table.js'
import { beyondLimits, sender } from './support/beyond-limits.js'
import { examples } from './support/examples.js'
import { faultOf, TestSwf } from './support/test-swf.js'

/** Every command of the SDK: its own list of what SWF does. */
const commands = Object.keys(sdk)
  .filter((name) => /^[A-Z]\w*Command$/.test(name))
  .map((name) => name.replace(/Command$/, ''))

/** Faults that a command may answer by its model, but that nothing documented provokes. */
const unprovokable: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ListTagsForResource: { LimitExceededFault: 'no limit is documented that a look at tags could reach' },
  TagResource: { LimitExceededFault: 'the only documented limit, of 50 tags, has TooManyTagsFault' },
  UntagResource: { LimitExceededFault: 'no limit is documented that removing tags could reach' },
}

/** The faults of a command, as the SDK's own documentation lists them. Its base class is no fault of SWF's. */
function modelledFaults(command: string): string[] {
  const root = createRequire(import.meta.url).resolve('@aws-sdk/client-swf/package.json')
  const declaration = new URL(`dist-types/commands/${command}Command.d.ts`, pathToFileURL(root))
  const faults = readFileSync(declaration, 'utf8').matchAll(/@throws \{@link (\w+)\}/g)
  return Array.from(faults, ([, fault = '']) => fault).filter((fault) => fault !== 'SWFServiceException')
}

/** By the client's own method for the command. */
function send({ client }: TestSwf, command: string, request: object): Promise<unknown> {
  const method: unknown = Reflect.get(client, command.charAt(0).toLowerCase() + command.slice(1))
  if (typeof method !== 'function') throw new TypeError(`the client has no method for ${command}`)
  return Promise.resolve(Reflect.apply(method, client, [request]))
}

function exampleOf(command: string) {
  const example = examples[command]
  if (!example) throw new TypeError(`there is no example of ${command}`)
  return example
}

describe('the commands of the SDK', () => {
  it('are the operations of LocalSwf', () => {
    expect(commands.length).toBeGreaterThanOrEqual(39)
    expect(operationNames.toSorted()).toEqual(commands.toSorted())
  })

  it('have an example here each', () => {
    expect(Object.keys(examples).toSorted()).toEqual(commands.toSorted())
  })
})

describe.each(commands)('%s', (command) => {
  it('is served', async () => {
    const swf = await TestSwf.registered()
    const answer = await send(swf, command, await exampleOf(command).served(swf))
    expect(answer).toMatchObject({ $metadata: { httpStatusCode: 200 } })
  })

  it('answers each of its modelled faults, but for those that nothing provokes', () => {
    const provoked = ['OperationNotPermittedFault', ...Object.keys(exampleOf(command).faults)]
    if (command in beyondLimits) provoked.push('LimitExceededFault')
    const notProvoked = Object.keys(unprovokable[command] ?? {})
    expect([...provoked, ...notProvoked].toSorted()).toEqual(modelledFaults(command).toSorted())
  })

  it('answers OperationNotPermittedFault when it is denied', async () => {
    const swf = await TestSwf.start({ deny: [command] })
    expect((await faultOf(send(swf, command, {}))).name).toBe('OperationNotPermittedFault')
  })

  it.each(Object.entries(examples[command]?.faults ?? {}))('answers %s', async (fault, request) => {
    const swf = await TestSwf.registered()
    const sent = send(swf, command, await request(swf))
    expect((await faultOf(sent)).name).toBe(fault)
  })
})

describe.each(Object.entries(beyondLimits))('%s', (_, beyondLimit) => {
  it('answers LimitExceededFault beyond its limit', async () => {
    const fault = await Promise.resolve(sender())
      .then(beyondLimit)
      .catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(SwfFault)
    expect(fault).toMatchObject({ type: 'com.amazonaws.swf.base.model#LimitExceededFault' })
  })
})
