/** PostgreSQL dies, hangs up, or refuses. */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { until } from '../../../libs/testing/src/until.js';
import type { Target } from '../target.js';
import type { Fault } from './fault.js';

const BACK = { timeoutMs: 120_000, everyMs: 50 };
const AWAY_MS = 3_000;

const down = (name: string, signal: NodeJS.Signals): Fault => ({
  name,
  inject: async ({ target }) => {
    const before = target.stack.pids().postgres;
    target.stack.kill('postgres', signal);
    await until(() => target.stack.pids().postgres !== before, BACK);
    return signal;
  },
});

const hangUp = (client: pg.Client) =>
  client.query<{ n: number }>(
    `select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
     where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );

/** As after a failover to a standby. */
async function readOnly(target: Target): Promise<string> {
  return target.withDatabase(async (client) => {
    await client.query('set default_transaction_read_only = off');
    const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
    const name = rows[0]?.name ?? '';
    await client.query(`alter database ${name} set default_transaction_read_only = on`);
    try {
      await hangUp(client);
      await delay(AWAY_MS);
    } finally {
      await client.query(`alter database ${name} reset default_transaction_read_only`);
      await hangUp(client);
    }
    return `for ${AWAY_MS / 1000} s`;
  });
}

/** Others take every connection there is. */
async function exhausted(target: Target): Promise<string> {
  const taken: pg.Client[] = [];
  await target.withDatabase(async (client) => {
    await hangUp(client);
    for (let full = false; !full && taken.length < 250;) {
      const batch = Array.from({ length: 20 }, () => {
        const one = new pg.Client({ connectionString: target.stack.urls.postgres });
        one.on('error', () => undefined); // whoever ends it, it is over
        return one;
      });
      const opened = await Promise.allSettled(batch.map((one) => one.connect()));
      taken.push(...batch.filter((_, i) => opened[i]?.status === 'fulfilled'));
      full = opened.some(({ status }) => status === 'rejected');
    }
    await delay(AWAY_MS);
    await Promise.all(taken.map((one) => one.end()));
  });
  return `${taken.length} connections for ${AWAY_MS / 1000} s`;
}

export const databaseFaults: Fault[] = [
  down('postgres-kill', 'SIGKILL'),
  down('postgres-immediate', 'SIGQUIT'),
  {
    name: 'connections-terminated',
    inject: ({ target }) =>
      target.withDatabase(async (client) => `${(await hangUp(client)).rows[0]?.n ?? 0} connections`),
  },
  { name: 'connections-exhausted', inject: ({ target }) => exhausted(target) },
  { name: 'database-read-only', inject: ({ target }) => readOnly(target) },
];
