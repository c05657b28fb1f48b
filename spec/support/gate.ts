/** Something that a spec holds back, and lets go when it says so. */
export interface Gate {
  readonly opened: Promise<void>
  readonly open: () => void
}

export function gate(): Gate {
  const opening = new AbortController()
  const opened = new Promise<void>((resolve) => opening.signal.addEventListener('abort', () => resolve(), { once: true }))
  return { opened, open: () => opening.abort() }
}
