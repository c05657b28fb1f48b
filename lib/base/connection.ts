/** AWS credentials. They have the same shape as those of the AWS SDK. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

/**
 * Where SWF is, and with which credentials to ask it. What is left out is found as the AWS SDK finds it: in the environment, in config
 * files, or from metadata services.
 */
export interface SwfConnection {
  /** The AWS region, such as `eu-west-1`. */
  readonly region?: string | undefined
  /** The URL of SWF. It is only needed for LocalSwf or a proxy. */
  readonly endpoint?: string | undefined
  /** The credentials, or a function that returns them. The function is called whenever new ones are needed. */
  readonly credentials?: Credentials | (() => Promise<Credentials>) | undefined
}

/**
 * Copies a connection so that it can cross to a thread. Credentials that are a function stay a function, which cannot cross.
 *
 * @throws TypeError naming what is wrong with the credentials
 */
export function plainConnection({ region, endpoint, credentials }: SwfConnection): SwfConnection {
  return {
    region,
    endpoint,
    credentials: typeof credentials === 'object' ? plainCredentials(credentials) : credentials,
  }
}

/**
 * Copies only the members of credentials that are used, since a provider may add others, even some that cannot be cloned. A member that
 * is null, as JSON has it, counts as left out.
 *
 * @throws TypeError naming the member that is wrong. The message shows no value
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

/** Reads a Date, or the text of a date as JSON has it. */
function expirationOf(given: object): Date | undefined {
  const value: unknown = Reflect.get(given, 'expiration')
  if (value === undefined || value === null) return undefined
  const date = value instanceof Date || typeof value === 'string' ? new Date(value) : new Date(NaN)
  if (Number.isNaN(date.getTime())) throw new TypeError('credentials: expiration must be a valid Date or the text of one')
  return date
}
