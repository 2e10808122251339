import { defineConfig } from 'vitest/config';

/** Nothing that is tested may lean on the machine's zone or flood the report with logs. */
const shared = {
  env: { LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent', TZ: 'Pacific/Auckland' },
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    projects: [
      { extends: true, test: { ...shared, name: 'unit', include: ['{apps,libs,test}/**/*.unit.spec.ts'] } },
      {
        extends: true,
        test: {
          ...shared,
          name: 'int',
          include: ['{apps,libs,bench}/**/*.int.spec.ts'],
          globalSetup: ['libs/testing/src/global-setup.ts'],
          // More than cores: half of the time they wait for broken connections, leases and slow models.
          maxWorkers: 3,
          // Worker threads that a spec starts run our sources.
          execArgv: ['--import', './libs/testing/src/typescript-threads.mjs'],
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'system',
          include: ['test/**/*.spec.ts'],
          exclude: ['**/*.unit.spec.ts'],
          globalSetup: ['tools/build-before-tests.mjs'],
          maxWorkers: 1,
          testTimeout: 180_000,
        },
      },
    ],
  },
});
