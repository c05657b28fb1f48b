/** As many calls, some at a time; fails when one is refused. */
export async function repeat(times: number, call: () => Promise<unknown>): Promise<void> {
  const concurrency = 25
  for (let done = 0; done < times; done += concurrency) {
    await Promise.all(Array.from({ length: Math.min(concurrency, times - done) }, call))
  }
}
