/// <reference lib="esnext.disposable" preserve="true" />

export { LocalSwf, type LocalSwfClientOptions } from './local-swf.js'
export type { LocalSwfOptions } from './options.js'
export { systemClock, type Clock, type Timer } from './clock.js'
export { ManualClock } from './manual-clock.js'
export type { ClockOption, LocalClock } from './time/local-clock.js'
