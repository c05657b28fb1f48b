import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describe, expectTypeOf, test } from 'vitest'
import { jobs, ResultWorker } from '../../lib/index.js'

interface Order {
  readonly items: readonly string[]
}
interface Quote {
  readonly total: number
}
const activities = {
  Pricing: {
    async quote(order: Order): Promise<Quote> {
      return { total: order.items.length }
    },
    async ping(): Promise<string> {
      return 'pong'
    },
    async maybe(hint?: string): Promise<number> {
      return hint?.length ?? 0
    },
    async nothing() {},
    async perhaps(): Promise<string | undefined> {
      return undefined
    },
    synchronous: (count: number, _context: { readonly runId: string }): boolean => count > 0,
    rate: 3,
  },
}
declare const quoteSchema: StandardSchemaV1<unknown, { readonly checked: true }>
const { run, start } = jobs<typeof activities>()
const untyped = jobs()

describe('jobs typed from the activities', () => {
  test('a job resolves to what its activity resolves to', () => {
    expectTypeOf(run('Pricing.quote', { items: [] })).resolves.toEqualTypeOf<Quote>()
    expectTypeOf(run('Pricing.synchronous', 3)).resolves.toEqualTypeOf<boolean>()
    expectTypeOf(start('Pricing.quote', { items: [] }))
      .resolves.toHaveProperty('result')
      .resolves.toEqualTypeOf<Quote>()
  })

  test('an input is left out where the activity takes none', () => {
    expectTypeOf(run('Pricing.ping')).resolves.toEqualTypeOf<string>()
    expectTypeOf(run('Pricing.ping', undefined, { timeoutMs: 1 })).resolves.toEqualTypeOf<string>()
    expectTypeOf(run('Pricing.maybe')).resolves.toEqualTypeOf<number>()
    expectTypeOf(run('Pricing.maybe', 'x')).resolves.toEqualTypeOf<number>()
  })

  test('a wrong name, input or option does not compile', () => {
    // @ts-expect-error no such activity
    void run('Pricing.qoute', { items: [] })
    // @ts-expect-error no such class
    void run('Prices.quote', { items: [] })
    // @ts-expect-error not a function
    void run('Pricing.rate')
    // @ts-expect-error the input is missing
    void run('Pricing.quote')
    // @ts-expect-error the input is of another shape
    void run('Pricing.quote', { items: 3 })
    // @ts-expect-error no such option
    void run('Pricing.quote', { items: [] }, { timeout: 3 })
  })

  test('nothing arrives as null', () => {
    expectTypeOf(run('Pricing.nothing')).resolves.toEqualTypeOf<null>()
    expectTypeOf(run('Pricing.perhaps')).resolves.toEqualTypeOf<string | null>()
  })

  test('a schema that may be missing does not compile: nobody could say what the result is', () => {
    const perhaps: { schema?: typeof quoteSchema } = {}
    // @ts-expect-error the schema may be undefined
    void run('Pricing.quote', { items: [] }, perhaps)
  })

  test('a schema decides what the result is', () => {
    expectTypeOf(run('Pricing.quote', { items: [] }, { schema: quoteSchema })).resolves.toEqualTypeOf<{
      readonly checked: true
    }>()
    expectTypeOf(untyped.run('Any.thing', 1, { schema: quoteSchema })).resolves.toEqualTypeOf<{ readonly checked: true }>()
    expectTypeOf(ResultWorker.createResult({ schema: quoteSchema }).promise).resolves.toEqualTypeOf<{ readonly checked: true }>()
  })

  test('without activities a result is unknown, and no type argument makes it something else', () => {
    expectTypeOf(untyped.run('Any.thing', { anything: true })).resolves.toBeUnknown()
    expectTypeOf(ResultWorker.createResult().promise).resolves.toBeUnknown()
    // @ts-expect-error a type argument would be a cast in disguise
    void untyped.run<Quote>('Any.thing')
  })
})
