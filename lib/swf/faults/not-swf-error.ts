/** A good answer that lacks what SWF's has: something else answers at the endpoint. Told by its name in the fault table. */
export class NotSwfError extends Error {
  override readonly name = 'NotSwfError'
}
