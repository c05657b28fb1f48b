import { readFileSync } from 'node:fs'

/** Captures of the AWS Flow Framework for Ruby talking to SWF. */
export function capture<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(new URL(`../fixtures/wire/${name}.json`, import.meta.url), 'utf8'))
}
