import { symbolScalar, stringScalar } from './string-tree.js'
import { mapping, type YamlMapping, type YamlTree } from './yaml-tree.js'

type Members = Readonly<Record<string, YamlTree | undefined>>

/** Makes a hash whose keys are symbols. Members that are undefined are left out. */
export function symbolHashTree(members: Members): YamlMapping {
  return mapping(present(members).map(([name, value]) => [symbolScalar(name), value]))
}

/** Makes a Ruby object with its instance variables. Variables that are undefined are left out. */
export function rubyObjectTree(className: string, variables: Members, anchor = ''): YamlMapping {
  const tag = `!ruby/object:${className}`
  return mapping(
    present(variables).map(([name, value]) => [stringScalar(name), value]),
    `${anchor} ${tag}`.trim(),
  )
}

function present(members: Members): ReadonlyArray<readonly [string, YamlTree]> {
  return Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}
