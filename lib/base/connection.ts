/** AWS credentials, of the same shape as the SDK's own. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

/** Where SWF is and who asks. What is left out is found as the AWS SDK finds it: environment, config files, metadata services. */
export interface SwfConnection {
  readonly region?: string | undefined
  /** URL; for LocalSwf or a proxy. */
  readonly endpoint?: string | undefined
  /** Credentials, or a function that gives them whenever new ones are needed. */
  readonly credentials?: Credentials | (() => Promise<Credentials>) | undefined
}

/**
 * A connection as it crosses to a thread, but for a function.
 *
 * @throws TypeError naming what is wrong with credentials
 */
export function plainConnection({ region, endpoint, credentials }: SwfConnection): SwfConnection {
  return {
    region,
    endpoint,
    credentials: typeof credentials === 'object' ? plainCredentials(credentials) : credentials,
  }
}

/**
 * The members that are used, and they only: what gives credentials may hang anything else on them, also what no clone takes. Those
 * that were JSON may have null where others leave a member out.
 *
 * @throws TypeError naming the member that is wrong; no value is shown
 */
export function plainCredentials(given: unknown): Credentials {
  if (typeof given !== 'object' || given === null)
    throw new TypeError('credentials must be an object { accessKeyId, secretAccessKey }')
  const sessionToken = optionalText(given, 'sessionToken')
  const expiration = expirationOf(given)
  return {
    accessKeyId: text(given, 'accessKeyId'),
    secretAccessKey: text(given, 'secretAccessKey'),
    ...(sessionToken !== undefined && { sessionToken }),
    ...(expiration !== undefined && { expiration }),
  }
}

function text(given: object, name: string): string {
  const value = optionalText(given, name)
  if (value === undefined || value === '') throw new TypeError(`credentials: ${name} must be a string that is not empty`)
  return value
}

function optionalText(given: object, name: string): string | undefined {
  const value: unknown = Reflect.get(given, name)
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  throw new TypeError(`credentials: ${name} must be a string, not ${value instanceof Promise ? 'a promise' : typeof value}`)
}

/** A Date, or the text of one as JSON has it. */
function expirationOf(given: object): Date | undefined {
  const value: unknown = Reflect.get(given, 'expiration')
  if (value === undefined || value === null) return undefined
  const date = value instanceof Date || typeof value === 'string' ? new Date(value) : new Date(NaN)
  if (Number.isNaN(date.getTime())) throw new TypeError('credentials: expiration must be a valid Date or the text of one')
  return date
}
