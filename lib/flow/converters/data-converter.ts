/**
 * Turns values into the text that SWF carries, and back. A converter runs where texts of SWF are read and written: in the worker thread
 * and in JobWorker, but never on the main thread of an application that awaits results. The values are plain data, which survives a
 * structured clone.
 */
export interface DataConverter {
  /**
   * Writes a value.
   *
   * @throws TypeError naming the path of a value that the format cannot hold
   */
  dump(value: unknown): string
  /**
   * Reads a text that `dump`, or another writer of the same format, has written.
   *
   * @throws Error if the text does not have this format
   */
  load(text: string): unknown
}
