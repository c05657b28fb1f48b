/** An answer says that all is well, but lacks what an answer of SWF has: something else answers at the endpoint. The fault table knows it by its name. */
export class NotSwfError extends Error {
  override readonly name = 'NotSwfError'
}
