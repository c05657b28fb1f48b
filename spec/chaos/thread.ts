import { hurry } from './hurry.js'

// The real worker thread, in hurried time.

hurry()
await import('../../workers/result-worker.js')
