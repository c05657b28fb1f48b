import { configDefaults, defineConfig } from 'vitest/config'

const LONG = ['spec/**/*.long.spec.ts']
/** These mock modules, which those that share them must not see. */
const MOCKED = ['spec/**/*.mocked.spec.ts']
/** For the specs that start threads and processes. */
const BUILD = ['spec/support/build.ts']

export default defineConfig({
  test: {
    // The SDK looks for credentials and a region in the environment: specs give their own, and never ask a metadata service.
    env: {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_REGION: '',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
    pool: 'forks',
    // Files share the modules of their process: importing the SDK anew for each would take longer than the tests.
    isolate: false,
    // Most specs wait for sockets and processes, not for a core.
    maxWorkers: '150%',
    // Hang guards, generous on purpose: no spec asserts a duration.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'suite',
          globalSetup: BUILD,
          include: ['spec/**/*.spec.ts'],
          exclude: [...configDefaults.exclude, ...LONG, ...MOCKED],
        },
      },
      { extends: true, test: { name: 'mocked', include: MOCKED, isolate: true } },
      // What takes minutes: chaos, crowds, long random walks, the endings that begin with a process in trouble. And the types.
      {
        extends: true,
        test: {
          name: 'long',
          include: LONG,
          isolate: true,
          globalSetup: BUILD,
          typecheck: { enabled: true, include: ['spec/**/*.spec-d.ts'], tsconfig: 'spec/tsconfig.json' },
        },
      },
    ],
  },
})
