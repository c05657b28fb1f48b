import { closeStatuses } from '../model/execution/execution-outcome.js'
import { flag, integer, oneOf, text, timestamp } from './scalars.js'
import { list, optional, required, structure } from './shape.js'

// The shapes of SWF's own values, named as in its API reference.

/**
 * A name that something new may have (documented): it contains no `:`, `/`, `|` or control character, has no white space at its ends, and is
 * not `arn`. How SWF words the refusal of another name is not known. A name that is only looked up may be any text: nothing is found by
 * it.
 */
const namePattern = /^(?!arn$|\s)[^:/|\p{Cc}]*(?<!\s)$/u
/** The name of a task list may also contain `:`, which Ruby's clients put there. */
const taskListPattern = /^(?!arn$|\s)[^/|\p{Cc}]*(?<!\s)$/u
const durationPattern = /^\d+$/
/** An empty duration counts as left out. */
const optionalDurationPattern = /^(?:NONE|\d*)$/

export const newName = text({ minimum: 1, maximum: 256, pattern: namePattern })
export const newVersion = text({ minimum: 1, maximum: 64, pattern: namePattern })
export const name = text({ minimum: 1, maximum: 256 })
export const version = text({ minimum: 1, maximum: 64 })
/** An empty version counts as left out. */
export const optionalVersion = text({ maximum: 64 })
export const runId = text({ minimum: 1, maximum: 64 })
export const optionalRunId = text({ maximum: 64 })
export const identity = text({ maximum: 256 })
export const token = text({ minimum: 1, maximum: 1024 })
export const pageToken = text({ maximum: 2048 })
export const description = text({ maximum: 1024 })
export const data = text({ maximum: 32_768 })
export const limitedData = text({ maximum: 2048 })
export const reason = text({ maximum: 256 })
export const tag = text({ maximum: 256 })
/** The tag of a resource consists of Unicode letters, digits, white space and these symbols (API reference, ResourceTag; AWS's other services give the pattern). */
const resourceTagPattern = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u
export const tagKey = text({ minimum: 1, maximum: 128, pattern: resourceTagPattern })
export const tagValue = text({ maximum: 256, pattern: resourceTagPattern })
export const resourceArn = text({ minimum: 1, maximum: 1600 })
export const lambdaRole = text({ minimum: 1, maximum: 1600 })

/** A number of whole seconds. */
export const duration = text({ minimum: 1, maximum: 8, pattern: durationPattern })
/** A number of whole seconds, or NONE. */
export const optionalDuration = text({ maximum: 8, pattern: optionalDurationPattern })
/** A number of whole seconds, a year at most. An execution cannot have NONE (documented). */
export const executionDuration = text({ maximum: 8, pattern: /^\d*$/, largest: 31_536_000 })
/** A number of whole seconds from 1 to 900 (API reference, ScheduleLambdaFunctionDecisionAttributes). */
export const functionDuration = text({ minimum: 1, maximum: 8, pattern: /^\d*$/, smallest: 1, largest: 900 })
export const functionName = text({ minimum: 1, maximum: 64 })
/** A number of whole days, 90 at most (documented), or NONE. */
export const durationInDays = text({ minimum: 1, maximum: 8, pattern: /^(?:NONE|\d+)$/, largest: 90 })
/** A whole number that Java's Integer can hold (documented). */
export const taskPriority = text({ pattern: /^(?:[+-]?\d+)?$/, smallest: -(2 ** 31), largest: 2 ** 31 - 1 })

export const childPolicy = oneOf(['TERMINATE', 'REQUEST_CANCEL', 'ABANDON'])
export const closeStatus = oneOf(closeStatuses)
export const registrationStatus = oneOf(['REGISTERED', 'DEPRECATED'])

/** A size of 0 counts as left out: the page is as large as it may be. */
export const pageSize = integer({ minimum: 0, maximum: 1000 })
export const reverseOrder = flag

export const taskList = structure({ name: required(text({ minimum: 1, maximum: 256, pattern: taskListPattern })) })
export const type = structure({ name: required(name), version: required(version) })
export const execution = structure({ workflowId: required(name), runId: required(runId) })
export const tagList = list(tag, { maximum: 5 })
/** The number of tags is not checked here, because too many of them are a fault of their own. */
export const resourceTags = list(structure({ key: required(tagKey), value: optional(tagValue) }))
export const timeFilter = structure({ oldestDate: required(timestamp), latestDate: optional(timestamp) })
