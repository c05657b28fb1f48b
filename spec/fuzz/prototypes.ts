const CLASSES = [Object, Array, Function, String, Number, BigInt, RegExp, Date, Map, Set, Error, Promise, Uint8Array, Buffer]

/** What all objects share, as it was when this was made. */
export class Prototypes {
  readonly #objects = CLASSES.flatMap((each) => [contentOf(each, each.name), contentOf(each.prototype, `${each.name}.prototype`)])

  /** What has changed since; undefined if nothing has. */
  changed(): string | undefined {
    for (const { object, name, parent, properties } of this.#objects) {
      if (Object.getPrototypeOf(object) !== parent) return `the prototype of ${name} has changed`
      const keys = Reflect.ownKeys(object)
      const key = keys.find((each) => !isSame(Reflect.getOwnPropertyDescriptor(object, each), properties.get(each)))
      if (key !== undefined || keys.length !== properties.size) return `${name} has changed: ${String(key ?? 'less is in it')}`
    }
    return undefined
  }
}

function contentOf(object: object, name: string) {
  const keys = Reflect.ownKeys(object)
  return {
    object,
    name,
    parent: Reflect.getPrototypeOf(object),
    properties: new Map(keys.map((key) => [key, Reflect.getOwnPropertyDescriptor(object, key)])),
  }
}

function isSame(one: PropertyDescriptor | undefined, other: PropertyDescriptor | undefined): boolean {
  return one !== undefined && Object.is(one.value, other?.value) && one.get === other?.get && one.set === other?.set
}
