export interface ListNode<Value> {
  readonly value: Value
  previous: ListNode<Value> | undefined
  next: ListNode<Value> | undefined
  isListed: boolean
}

/** A list in order of arrival, from whose middle a member can be taken in constant time. */
export class LinkedList<Value> {
  #first: ListNode<Value> | undefined
  #last: ListNode<Value> | undefined
  #size = 0

  get size(): number {
    return this.#size
  }

  get first(): Value | undefined {
    return this.#first?.value
  }

  push(value: Value): ListNode<Value> {
    const node: ListNode<Value> = { value, previous: this.#last, next: undefined, isListed: true }
    if (this.#last) this.#last.next = node
    else this.#first = node
    this.#last = node
    this.#size += 1
    return node
  }

  shift(): Value | undefined {
    const node = this.#first
    if (node) this.remove(node)
    return node?.value
  }

  /** Takes a node out of this list; false when it is out already. */
  remove(node: ListNode<Value>): boolean {
    if (!node.isListed) return false
    node.isListed = false
    if (node.previous) node.previous.next = node.next
    else this.#first = node.next
    if (node.next) node.next.previous = node.previous
    else this.#last = node.previous
    this.#size -= 1
    return true
  }
}
