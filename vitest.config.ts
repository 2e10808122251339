import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Nothing that is tested may lean on the machine's zone or flood the report with logs. */
const shared = {
  env: { LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent', TZ: 'Pacific/Auckland' },
  // Ends what hangs. On a machine that others use as well the longest take ten times as long as alone.
  testTimeout: 90_000,
  hookTimeout: 90_000,
};

const integration = {
  ...shared,
  globalSetup: ['libs/testing/src/global-setup.ts'],
  // Worker threads that a spec starts run our sources.
  execArgv: ['--import', './libs/testing/src/typescript-threads.mjs'],
};

/** Three processes against one model, in its own time: alone on the machine. */
const FLEET = 'apps/scoring/test/fleet.int.spec.ts';

/** Its suites stand in files of their own: by its size it would come last, and one core would wait for it. */
const LONGEST = 'test/system/powerpulse.system.spec.ts';

class LongestFirst extends BaseSequencer {
  override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(specs);
    const longest = sorted.findIndex(({ moduleId }) => moduleId.endsWith(LONGEST));
    if (longest < 0) return sorted;
    const first = sorted.findIndex(({ project }) => project === sorted[longest]?.project);
    return sorted.toSpliced(longest, 1).toSpliced(first, 0, ...sorted.slice(longest, longest + 1));
  }
}

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: ['{apps,libs,test}/**/*.unit.spec.ts'],
          // Plain functions leave nothing behind: what they import is loaded once a worker, not once a file.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          ...integration,
          name: 'int',
          include: ['{apps,libs,bench}/**/*.int.spec.ts'],
          exclude: [FLEET],
          // More than cores: half of the time they wait for broken connections, leases and slow models.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...integration,
          name: 'fleet',
          include: [FLEET],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
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
          // More than one stack at a time is what two cores carry: each waits for processes and browsers half of the time.
          maxWorkers: 2,
          testTimeout: 180_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
