import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

// Worker threads cannot load TypeScript, so specs that start a real thread run the built entry: build before each run, reruns included.
// So do the processes of the chaos and burst runs. Only a missing emit matters here; types are `npm run check`'s business.
const PROJECTS = ['../..', '../chaos', '../burst']

export default function setup(project: TestProject): void {
  build()
  project.onTestsRerun(build)
}

function build(): void {
  const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))
  for (const project of PROJECTS) {
    const path = fileURLToPath(new URL(project, import.meta.url))
    const { status, stdout, error } = spawnSync(process.execPath, [tsc, '-p', path], { encoding: 'utf8' })
    if (error) throw error
    if (status !== 0) process.stderr.write(`the build has type errors:\n${stdout}`)
  }
}
