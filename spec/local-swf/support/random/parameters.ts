/** Of a random spec: fixed, unless the environment says otherwise (see random-walks.long.spec.ts). */
export function parameters({ runs }: { readonly runs: number }) {
  const numRuns = given('LOCAL_SWF_RUNS', runs)
  // A walk that fails is shrunk no longer than this; with the runs of the suite a slow machine may end early, and without a failure.
  return { seed: given('LOCAL_SWF_SEED', 20_120_125), numRuns, interruptAfterTimeLimit: 200 * numRuns + 20_000 }
}

function given(name: string, byDefault: number): number {
  const value = process.env[name] ?? ''
  if (value === '') return byDefault
  if (!/^-?\d+$/.test(value)) throw new TypeError(`${name} must be a whole number, not '${value}'`)
  return Number(value)
}
