import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * An empty project with the packed package in it. What npm would install from a registry, and specs talk to 127.0.0.1 only, is linked:
 * the production dependencies of this checkout and nothing else of it.
 */
export class PackedProject {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'packed-')))

  constructor() {
    const modules = join(this.folder, 'node_modules')
    mkdirSync(modules)
    // The build was made before the specs ran: no scripts, or other specs would lose it under their feet.
    const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', this.folder], {
      cwd: root,
      encoding: 'utf8',
    })
    const tarball = join(this.folder, String(/"filename": "(.*)"/.exec(packed)?.[1]))
    const target = join(modules, 'swf-result-worker')
    mkdirSync(target)
    execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'])
    for (const dependency of productionDependencies()) {
      const link = join(modules, dependency)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(join(root, 'node_modules', dependency), link)
    }
    this.write('package.json', '{ "private": true, "type": "module" }')
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text)
  }

  /** Runs node in the project. Throws with what it said if it fails. */
  node(...command: readonly string[]): string {
    return execFileSync(process.execPath, [...command], {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    })
  }

  bin(): string {
    const manifest = JSON.parse(readFileSync(join(this.folder, 'node_modules/swf-result-worker/package.json'), 'utf8'))
    return join(this.folder, 'node_modules/swf-result-worker', manifest.bin['swf-result-worker'])
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }
}

/** Names of the installed production dependencies, at the top level. */
function productionDependencies(): readonly string[] {
  const paths = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: root, encoding: 'utf8' })
    .trim()
    .split('\n')
  const names = paths.map((path) => relative(join(root, 'node_modules'), path))
  return names.filter((name) => name !== '..' && !name.includes('node_modules'))
}
