import { loadConfig } from '@powerpulse/runtime';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';
import { signInLink } from '../../apps/launcher/src/sign-in-link.js';
import { type Stack, startStack } from '../../apps/launcher/src/start-stack.js';
import { Api } from './api.js';

const SCHEMAS = ['gateway', 'ingestion', 'day_splitting', 'scoring', 'analytics'];

export function loggedErrors({ logFolder }: Stack): string[] {
  const lines = readdirSync(logFolder).flatMap((name) =>
    readFileSync(path.join(logFolder, name), 'utf8').split('\n'),
  );
  return lines.filter((line) => /"level":"(error|fatal)"/.test(line));
}

/** The whole product, once for all suites of a spec: every suite uses chat ids and dates of its own. */
export class RunningStack {
  private running: Stack | undefined;
  readonly api = new Api(() => ({ url: this.stack.urls.gateway ?? '', key: this.stack.ownerKey?.key }));

  constructor() {
    beforeAll(async () => {
      const environment: NodeJS.ProcessEnv = {
        ...loadConfig(z.looseObject({}) as z.ZodType<NodeJS.ProcessEnv>),
        PROGRESS_INTERVAL_MS: '100',
        LOG_LEVEL: 'warn',
      };
      const replicas = Number(environment.POWERPULSE_TEST_REPLICAS ?? 1);
      this.running = await startStack({ environment, replicas });
    }, 120_000);
    afterAll(() => this.running?.stop(), 60_000);
  }

  /** An address that signs a browser in, once. */
  signInLink(): Promise<string> {
    return signInLink(this.stack.urls.gateway ?? '', this.stack.ownerKey?.key ?? '');
  }

  get stack(): Stack {
    if (this.running === undefined) throw new Error('the stack is not up');
    return this.running;
  }

  /** What no client sees: asked as the superuser. */
  async query<R extends pg.QueryResultRow>(sql: string): Promise<R[]> {
    const client = new pg.Client({ connectionString: this.stack.urls.postgres });
    await client.connect();
    try {
      return (await client.query<R>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** What services logged as an error so far. */
  loggedErrors(): string[] {
    return loggedErrors(this.stack);
  }

  /** Events that are committed and not yet with the broker. */
  async unpublished(): Promise<number> {
    const counts = SCHEMAS.map((s) => `(select count(*)::int from ${s}.outbox_unpublished)`);
    const [row] = await this.query<{ n: number }>(`select ${counts.join(' + ')} as n`);
    return row?.n ?? 0;
  }

  /** Dead letters of all services that nobody has dealt with. */
  deadLetters(): Promise<{ consumer: string; reason: string }[]> {
    return this.query(
      SCHEMAS.map((s) => `select consumer, reason from ${s}.dead_letters where status = 'open'`).join(
        ' union all ',
      ),
    );
  }
}
