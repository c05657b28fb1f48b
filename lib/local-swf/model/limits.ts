// These limits are documented (developer guide, Amazon SWF quotas).

/**
 * The number of events in one history. The execution is then terminated, with the cause EVENT_LIMIT_EXCEEDED (API reference,
 * HistoryEvent).
 */
export const HISTORY_LIMIT = 25_000
/** The number of activities of one execution that are scheduled or being worked on. */
export const OPEN_ACTIVITIES_LIMIT = 1000
/** The number of open timers of one execution. */
export const OPEN_TIMERS_LIMIT = 1000
/** The number of open children of one execution. */
export const OPEN_CHILDREN_LIMIT = 1000
/** The number of open Lambda functions of one execution. The cause is documented, and the number is chosen to be like the others. */
export const OPEN_LAMBDA_FUNCTIONS_LIMIT = 1000
/** The number of open executions in one domain, children included. */
export const OPEN_EXECUTIONS_LIMIT = 100_000
/** The number of polls that wait in one task list. */
export const POLLERS_LIMIT = 1000
/** The number of domains in the account, registered and deprecated together. */
export const DOMAINS_LIMIT = 100
/** The number of activity types in one domain, registered and deprecated together, and also that of its workflow types. */
export const TYPES_LIMIT = 10_000
/** The number of tags that one domain has. */
export const TAGS_LIMIT = 50
