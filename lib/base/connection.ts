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
