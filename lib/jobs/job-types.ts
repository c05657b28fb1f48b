import type { PlainJobOptions } from './job-options.js'

/** The activities that a JobWorker runs, in classes, as they are given to `JobWorker.start({ activities })`. */
export type ActivityClasses = object

type Method = (...args: never[]) => unknown

/** The names of all functions in `Activities`, each written as `Class.method`. */
export type JobName<Activities extends ActivityClasses> = {
  [Class in keyof Activities & string]: {
    [Name in keyof Activities[Class] & string]: Activities[Class][Name] extends Method ? `${Class}.${Name}` : never
  }[keyof Activities[Class] & string]
}[keyof Activities & string]

type MethodOf<Activities extends ActivityClasses, Name> = Name extends `${infer Class}.${infer Key}`
  ? Class extends keyof Activities
    ? Key extends keyof Activities[Class]
      ? Extract<Activities[Class][Key], Method>
      : never
    : never
  : never

/** The type of the activity's first parameter. */
export type JobInput<Activities extends ActivityClasses, Name> =
  Parameters<MethodOf<Activities, Name>> extends [] ? undefined : Parameters<MethodOf<Activities, Name>>[0]

/** The type of the value with which the activity resolves. An activity without a value gives null. */
export type JobResult<Activities extends ActivityClasses, Name> = NothingAsNull<Awaited<ReturnType<MethodOf<Activities, Name>>>>

type NothingAsNull<T> = unknown extends T ? T : T extends undefined | void ? null : T

/** The arguments after the name of a job: its input and its options. The input may be left out if the activity takes none. */
export type JobArguments<Input> = undefined extends Input
  ? [input?: Input, options?: PlainJobOptions]
  : [input: Input, options?: PlainJobOptions]
