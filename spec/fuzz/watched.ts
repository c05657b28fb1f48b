import { fork } from 'node:child_process'
import type { TextResult } from './results.js'

export interface Range {
  /** The first text, and the one after the last. */
  readonly first: number
  readonly end: number
}

export interface Watch {
  /** The script that judges: its arguments are `args`, first and end. */
  readonly entry: URL
  readonly args: readonly string[]
  /** A process is killed that says nothing for so long. */
  readonly silenceMs: number
  readonly onResult: (result: TextResult) => void
  /** A text that hangs, or ends the process that reads it. */
  readonly onEnding: (index: number, what: string) => void
}

/** Has a range of texts judged by a process of their own, and by another one from the next text on if that ends at one of them. */
export async function watched({ first, end }: Range, watch: Watch): Promise<void> {
  let next = first
  while (next < end) {
    const { index, ending } = await judgedUntil({ first: next, end }, watch)
    if (ending !== undefined) watch.onEnding(index, ending)
    next = index + 1
  }
}

interface Until {
  readonly index: number
  /** Absent at the end of the range. */
  readonly ending?: string
}

function judgedUntil({ first, end }: Range, { entry, args, silenceMs, onResult }: Watch): Promise<Until> {
  return new Promise((resolve) => {
    const child = fork(entry, [...args, String(first), String(end)], { execArgv: [] })
    let next = first
    let isHanging = false
    const silence = setTimeout(() => {
      isHanging = true
      child.kill('SIGKILL')
    }, silenceMs)
    child.on('message', (result: TextResult) => {
      silence.refresh()
      next = result.index + 1
      onResult(result)
    })
    child.on('close', (code, signal) => {
      clearTimeout(silence)
      if (next >= end) return resolve({ index: end })
      resolve({
        index: next,
        ending: isHanging ? `nothing came of it for ${silenceMs} ms` : `it ended the process with ${signal ?? code}`,
      })
    })
  })
}
