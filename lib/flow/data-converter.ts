/** Turns values into the text that SWF carries, and back. Runs wherever payloads are read or written: never in the caller's way. */
export interface DataConverter {
  /** @throws TypeError naming the path of a value that the format cannot hold */
  dump(value: unknown): string
  /** @throws FlowFormatError if the text is not what `dump`, or another writer of the same format, writes */
  load(text: string): unknown
}
