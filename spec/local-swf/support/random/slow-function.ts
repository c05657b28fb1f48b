/** A function whose calls end when they are told to. */
export class SlowFunction {
  #calls: ((fails: boolean) => void)[] = []

  call(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#calls.push((fails) => (fails ? reject(new Error('gave up')) : resolve('at last')))
    })
  }

  /** Ends one of the calls that go on, if there is any. */
  end(which: number, fails: boolean): void {
    const [ended] = this.#calls.splice(which % Math.max(1, this.#calls.length), 1)
    ended?.(fails)
  }
}
