import { closeStatuses } from '../model/execution/execution-outcome.js'
import { flag, integer, oneOf, text, timestamp } from './scalars.js'
import { list, optional, required, structure } from './shape.js'

// SWF's own shapes, by the names of its API reference.

/**
 * What something may be called when it comes into being (documented): no `:` `/` `|`, no control character, no outer
 * white space, not `arn`. How SWF words the refusal is not known; a thing with another name is simply not found.
 */
const namePattern = /^(?!arn$|\s)[^:/|\p{Cc}]*(?<!\s)$/u
/** The same, but with `:`, which Ruby's clients put in task lists. */
const taskListPattern = /^(?!arn$|\s)[^/|\p{Cc}]*(?<!\s)$/u
const durationPattern = /^\d+$/
/** Empty counts as left out. */
const optionalDurationPattern = /^(?:NONE|\d*)$/

export const newName = text({ minimum: 1, maximum: 256, pattern: namePattern })
export const newVersion = text({ minimum: 1, maximum: 64, pattern: namePattern })
export const name = text({ minimum: 1, maximum: 256 })
export const version = text({ minimum: 1, maximum: 64 })
/** Empty counts as left out. */
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
/** Of a resource (API reference, ResourceTag): Unicode letters, digits, white space and these symbols, by the pattern of AWS's tags elsewhere. */
const resourceTagPattern = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u
export const tagKey = text({ minimum: 1, maximum: 128, pattern: resourceTagPattern })
export const tagValue = text({ maximum: 256, pattern: resourceTagPattern })
export const resourceArn = text({ minimum: 1, maximum: 1600 })
export const lambdaRole = text({ minimum: 1, maximum: 1600 })

/** Whole seconds. */
export const duration = text({ minimum: 1, maximum: 8, pattern: durationPattern })
/** Whole seconds, or NONE. */
export const optionalDuration = text({ maximum: 8, pattern: optionalDurationPattern })
/** Whole seconds, a year at most; NONE is not for executions (documented). */
export const executionDuration = text({ maximum: 8, pattern: /^\d*$/, largest: 31_536_000 })
/** Whole seconds, 1 to 900 (API reference, ScheduleLambdaFunctionDecisionAttributes). */
export const functionDuration = text({ minimum: 1, maximum: 8, pattern: /^\d*$/, smallest: 1, largest: 900 })
export const functionName = text({ minimum: 1, maximum: 64 })
/** Whole days, 90 at most (documented), or NONE. */
export const durationInDays = text({ minimum: 1, maximum: 8, pattern: /^(?:NONE|\d+)$/, largest: 90 })
/** A whole number that Java's Integer holds (documented). */
export const taskPriority = text({ pattern: /^(?:[+-]?\d+)?$/, smallest: -(2 ** 31), largest: 2 ** 31 - 1 })

export const childPolicy = oneOf(['TERMINATE', 'REQUEST_CANCEL', 'ABANDON'])
export const closeStatus = oneOf(closeStatuses)
export const registrationStatus = oneOf(['REGISTERED', 'DEPRECATED'])

/** 0 is the largest page, as if left out. */
export const pageSize = integer({ minimum: 0, maximum: 1000 })
export const reverseOrder = flag

export const taskList = structure({ name: required(text({ minimum: 1, maximum: 256, pattern: taskListPattern })) })
export const type = structure({ name: required(name), version: required(version) })
export const execution = structure({ workflowId: required(name), runId: required(runId) })
export const tagList = list(tag, { maximum: 5 })
/** More than a domain may have is a fault of its own. */
export const resourceTags = list(structure({ key: required(tagKey), value: optional(tagValue) }))
export const timeFilter = structure({ oldestDate: required(timestamp), latestDate: optional(timestamp) })
