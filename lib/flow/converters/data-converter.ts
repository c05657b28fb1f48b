/**
 * Turns values into the text that SWF carries, and back. Runs wherever payloads are read or written: in the worker thread and in
 * JobWorker, never in the caller's way. Values are plain data: what survives a structured clone.
 */
export interface DataConverter {
  /** @throws TypeError naming the path of a value that the format cannot hold */
  dump(value: unknown): string
  /** @throws Error if the text is not what `dump`, or another writer of the same format, writes */
  load(text: string): unknown
}
