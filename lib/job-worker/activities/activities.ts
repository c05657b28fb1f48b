import { isSwfName } from '../../base/options.js'
import { show } from '../../base/message-texts.js'

/**
 * Classes of activities by name: `{ Pricing: { async quote(order, context) { … } } }`. This activity is called `Pricing.quote`, and
 * its tasks wait in the task list `Pricing`. Every method of the object is an activity, inherited methods too. It is called with
 * the object as `this`.
 */
export type Activities = Readonly<Record<string, object>>

/** What an activity is told about the job that it runs for. */
export interface JobContext {
  /** The id of the job's workflow execution. */
  readonly workflowId: string
  /** SWF's id of this run of the execution. */
  readonly runId: string
  /** The id of this activity within the execution. A retry has another one. */
  readonly activityId: string
}

/** One method of a class of activities. */
export interface Activity {
  /** The name of the activity, as `Class.method`. */
  readonly name: string
  run(input: unknown, context: JobContext): unknown
}

export interface ActivityClass {
  /** The class's name, which is the name of its task list, too. */
  readonly name: string
  readonly activities: ReadonlyMap<string, Activity>
}

const NOT_ACTIVITIES: ReadonlySet<string> = new Set(['constructor'])
/** The prototypes whose methods every object has. */
const ROOTS: ReadonlySet<unknown> = new Set([Object.prototype, Function.prototype])

/**
 * Finds the classes and their activities.
 *
 * @throws TypeError naming the class or method that cannot be used
 */
export function activityClassesOf(activities: Activities): ActivityClass[] {
  return Object.entries(activities).map(([name, instance]) => readClass(name, instance))
}

function readClass(className: string, instance: object): ActivityClass {
  const at = `JobWorker.start: option "activities.${className}"`
  if (!isSwfName.accepts(className)) throw new TypeError(`${at}: the class's name must be ${isSwfName.expected}`)
  if ((typeof instance !== 'object' && typeof instance !== 'function') || instance === null) {
    throw new TypeError(`${at} must be an object whose methods are activities, got ${show(instance)}`)
  }
  const activities = new Map<string, Activity>()
  for (const method of methodNames(instance)) {
    const name = `${className}.${method}`
    if (!isSwfName.accepts(name)) throw new TypeError(`${at}: the name "${name}" must be ${isSwfName.expected}`)
    // The method is looked up at each call, so that one which was replaced in the meantime (by a spy, say) is the one that runs.
    activities.set(name, { name, run: (input, context) => call(instance, method, input, context) })
  }
  if (activities.size === 0) throw new TypeError(`${at} must have at least one method, got ${show(instance)}`)
  return { name: className, activities }
}

function methodNames(instance: object): ReadonlySet<string> {
  const names = new Set<string>()
  for (let link: unknown = instance; isObject(link) && !ROOTS.has(link); link = Object.getPrototypeOf(link)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(link))) {
      if (typeof value === 'function' && !NOT_ACTIVITIES.has(name)) names.add(name)
    }
  }
  return names
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

function call(instance: object, method: string, input: unknown, context: JobContext): unknown {
  const run: unknown = Reflect.get(instance, method)
  if (typeof run !== 'function') throw new TypeError(`${method} is no longer a function`)
  return Reflect.apply(run, instance, [input, context])
}
