// Documented (developer guide, Amazon SWF quotas).

/** Events of one history. The execution is then terminated, with the cause EVENT_LIMIT_EXCEEDED (API reference, HistoryEvent). */
export const HISTORY_LIMIT = 25_000
/** Of one execution: activities that are scheduled or being worked on. */
export const OPEN_ACTIVITIES_LIMIT = 1000
/** Of one execution. */
export const OPEN_TIMERS_LIMIT = 1000
/** Of one execution. */
export const OPEN_CHILDREN_LIMIT = 1000
/** Of one execution. The cause is documented, the number is not: chosen like the others. */
export const OPEN_LAMBDA_FUNCTIONS_LIMIT = 1000
/** Of one domain, child executions included. */
export const OPEN_EXECUTIONS_LIMIT = 100_000
/** Polls that wait in one task list. */
export const POLLERS_LIMIT = 1000
/** Of the account, registered and deprecated. */
export const DOMAINS_LIMIT = 100
/** Of one domain, registered and deprecated: activity types, and as many workflow types. */
export const TYPES_LIMIT = 10_000
/** Of one domain. */
export const TAGS_LIMIT = 50
