// The real worker thread, in hurried time.
import './hurried.js'
import '../../workers/result-worker.js'
