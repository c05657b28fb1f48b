import type { AnswerTo, Call } from '../../protocol/messages.js'
import type { CallOptions } from './ask.js'

/** Who passes calls on to the thread. */
export interface Caller {
  call<C extends Call>(call: C, options: CallOptions): Promise<AnswerTo<C>>
}
