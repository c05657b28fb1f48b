import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['spec/**/*.spec.ts'],
    globalSetup: ['spec/support/build.ts'],
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
    // Most specs wait for sockets and processes, not for a core.
    maxWorkers: '100%',
    // Hang guards, generous on purpose: no spec asserts a duration.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    typecheck: { enabled: true, include: ['spec/**/*.spec-d.ts'], tsconfig: 'spec/tsconfig.json' },
  },
})
