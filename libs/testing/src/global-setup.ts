import type { TestProject } from 'vitest/node';
import { clearAbandoned } from './run-folder.js';
import { testPostgres } from './test-postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One PostgreSQL for all integration specs of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  clearAbandoned();
  const postgres = await testPostgres();
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.close();
    clearAbandoned();
  };
}
