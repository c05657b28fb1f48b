import { requestLine } from '../../lib/cli/request-line.js'
import { encodeError } from '../../lib/flow/failures/encode-failure.js'
import { jsonDataConverter } from '../../lib/flow/converters/json-data-converter.js'
import { LIMITS } from '../../lib/base/limits.js'
import { OutcomeReader } from '../../lib/flow/history/outcome-reader.js'
import { plainFormat } from '../../lib/flow/formats/plain-format.js'
import { rubyFormat } from '../../lib/flow/formats/ruby-format.js'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'
import { oneLine } from '../../lib/base/message-texts.js'
import { plainCopy } from '../../lib/protocol/plain-data.js'
import { serializeError } from '../../lib/errors/serialized-error.js'
import { rebuildError, transportError } from '../../lib/errors/transported-error.js'
import { deserializeError } from '../../lib/errors/deserialize-error.js'
import { classifyFault } from '../../lib/swf/faults/classify-fault.js'
import { startErrorOf } from '../../lib/swf/faults/start-error.js'
import type { Subject } from './growth.js'
import { ourPatterns } from './patterns.js'
import { readers } from './readers.js'

/** Of texts from SWF. The parser takes twice that, and refuses what is longer. */
const LONGEST_READ = LIMITS.data
const jsonFormat = plainFormat(jsonDataConverter)

/** Every regular expression in our code, by itself: also what is bounded before it comes to one. */
export const patternSubjects: readonly Subject[] = ourPatterns().map(({ place, source, flags }) => {
  const pattern = new RegExp(source, flags)
  return { name: `${place} /${source}/${flags}`, run: (text) => text.search(pattern) + text.replace(pattern, '').length }
})

/** All that reads a text that came from SWF, from a client, or from whoever threw it. */
export const readerSubjects: readonly Subject[] = [
  ...readers.map(({ name, read }) => ({ name, longest: LONGEST_READ, run: read })),
  ...Object.entries({ yaml: rubyFormat, json: jsonFormat }).flatMap(([name, format]) =>
    Object.entries<Subject['run']>({
      load: (text) => format.load(text),
      decodeStart: (text) => format.decodeStart(text),
      decodeResultInput: (text) => format.decodeResultInput(text),
      forwardResultInput: (text) => format.forwardResultInput('result_key: k', text),
      decodeCause: (text) => format.decodeCause(text),
      decodeError: (text) => deserializeError(format.decodeError(text, text)),
      outcome: (text) => outcome(format, text),
    }).map(([method, run]) => ({ name: `${method} of ${name}`, longest: LONGEST_READ, run })),
  ),
  ...Object.entries(errorsOf('')).flatMap(([name]) => [
    { name: `encodeError of yaml, ${name}`, run: (text: string) => encodeError(serializeError(errorsOf(text)[name])) },
    { name: `encodeError of json, ${name}`, run: (text: string) => jsonFormat.encodeError(serializeError(errorsOf(text)[name])) },
    {
      name: `over the port, ${name}`,
      run: (text: string) => rebuildError(structuredClone(transportError(errorsOf(text)[name]))),
    },
    { name: `classifyFault, ${name}`, run: (text: string) => classifyFault(errorsOf(text)[name]) },
    {
      name: `startErrorOf, ${name}`,
      run: (text: string) => startErrorOf(errorsOf(text)[name], { who: 'JobWorker', endpoint: text }),
    },
  ]),
  { name: 'dump of yaml', run: (text) => yamlDataConverter.dump({ [text]: text }) },
  { name: 'dump of json', run: (text) => jsonDataConverter.dump({ [text]: text }) },
  { name: 'plainCopy', run: (text) => plainCopy({ [text]: text }, 'the input') },
  { name: 'plainCopy, refused', run: (text) => plainCopy({ [text]: { [text]: () => text } }, 'the input') },
  { name: 'oneLine', run: oneLine },
  {
    name: 'requestLine',
    run: (text) =>
      requestLine(
        { operation: text, region: text, subject: text, status: 400, fault: { name: text, message: text }, heldMs: 0 },
        new Date(0),
      ),
  },
]

/** Errors that say the text, in each place. */
function errorsOf(text: string): Readonly<Record<string, unknown>> {
  return {
    'its message': new Error(text),
    'its name': Object.assign(new Error('m'), { name: text }),
    'its stack': Object.assign(new Error('m'), { stack: text }),
    'its frames': Object.assign(new Error('m'), { stack: `Error: m\n    at ${text}` }),
    'its code': Object.assign(new Error('m'), { code: text, syscall: text }),
    'its fields': Object.assign(new Error('m'), { text, list: [text, text], [text]: text }),
    'its causes': new Error('m', { cause: new Error(text, { cause: new Error(text, { cause: text }) }) }),
    'a text': text,
    'an object': { text },
  }
}

function outcome(format: typeof rubyFormat, text: string): unknown {
  const reader = new OutcomeReader(format)
  reader.add({
    eventId: 7,
    eventTimestamp: new Date(0),
    eventType: 'WorkflowExecutionFailed',
    workflowExecutionFailedEventAttributes: { reason: text, details: text, decisionTaskCompletedEventId: 1 },
  })
  reader.add({
    eventId: 6,
    eventTimestamp: new Date(0),
    eventType: 'ActivityTaskFailed',
    activityTaskFailedEventAttributes: { reason: text, details: text, scheduledEventId: 5, startedEventId: 5 },
  })
  reader.add({
    eventId: 5,
    eventTimestamp: new Date(0),
    eventType: 'ActivityTaskScheduled',
    activityTaskScheduledEventAttributes: {
      activityType: { name: 'A.b', version: '1.0' },
      activityId: text,
      taskList: { name: 'A' },
      decisionTaskCompletedEventId: 1,
    },
  })
  return reader.outcome()
}
