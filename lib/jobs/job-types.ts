import type { PlainJobOptions } from './job-options.js'

/** What a JobWorker runs: classes of activities, as given to `JobWorker.start({ activities })`. */
export type ActivityClasses = object

type Method = (...args: never[]) => unknown

/** `Class.method` of every function in `Activities`. */
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

/** What the activity takes as its first parameter. */
export type JobInput<Activities extends ActivityClasses, Name> =
  Parameters<MethodOf<Activities, Name>> extends [] ? undefined : Parameters<MethodOf<Activities, Name>>[0]

/** What the activity resolves to. Nothing arrives as null. */
export type JobResult<Activities extends ActivityClasses, Name> = NothingAsNull<Awaited<ReturnType<MethodOf<Activities, Name>>>>

type NothingAsNull<T> = unknown extends T ? T : T extends undefined | void ? null : T

/** Input and options: the input may be left out where the activity takes none. */
export type JobArguments<Input> = undefined extends Input
  ? [input?: Input, options?: PlainJobOptions]
  : [input: Input, options?: PlainJobOptions]
