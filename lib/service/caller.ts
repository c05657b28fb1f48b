import type { AnswerTo, Call } from '../protocol/messages.js'

/** Who passes calls on to the thread. */
export interface Caller {
  call<C extends Call>(call: C, options: { readonly signal: AbortSignal }): Promise<AnswerTo<C>>
}
