/**
 * An answer of status 2xx that cannot be SWF's: something else answers at the endpoint. The fault table knows this error by its name.
 */
export class NotSwfError extends Error {
  override readonly name = 'NotSwfError'
}
