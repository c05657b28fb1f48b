/** Of a random spec: fixed, unless the environment says otherwise (see random-walks.spec.ts). */
export function parameters({ runs }: { readonly runs: number }): { readonly seed: number; readonly numRuns: number } {
  return { seed: given('LOCAL_SWF_SEED', 20_120_125), numRuns: given('LOCAL_SWF_RUNS', runs) }
}

function given(name: string, byDefault: number): number {
  const value = process.env[name] ?? ''
  if (value === '') return byDefault
  if (!/^-?\d+$/.test(value)) throw new TypeError(`${name} must be a whole number, not '${value}'`)
  return Number(value)
}
