/** PostgreSQL dies, hangs up, or refuses. */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { until } from '../../../libs/testing/src/until.js';
import type { Target } from '../target.js';
import type { Fault, FaultContext } from './fault.js';

const BACK = { timeoutMs: 120_000, everyMs: 50 };
const AWAY_MS = 3_000;
const DEADLOCKS = 4;

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
const readOnly = (target: Target) => withSetting(target, 'default_transaction_read_only = on');

/** For all connections but ours, which are made anew before and after. */
async function withSetting(target: Target, setting: string): Promise<string> {
  return target.withDatabase(async (client) => {
    await client.query('set default_transaction_read_only = off');
    const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
    const name = rows[0]?.name ?? '';
    await client.query(`alter database ${name} set ${setting}`);
    try {
      await hangUp(client);
      await delay(AWAY_MS);
    } finally {
      await client.query(`alter database ${name} reset ${setting.split(' ')[0] ?? ''}`);
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

/** Somebody wants the projector's tables in the other order: one of the two has to give way. */
async function deadlock({ target }: FaultContext): Promise<string> {
  let refused = 0;
  for (let i = 0; i < DEADLOCKS; i++) {
    await target.withDatabase(async (client) => {
      await client.query('begin');
      await client.query('lock table analytics.daily_metrics in exclusive mode');
      await delay(500);
      await client
        .query('lock table analytics.conversation_days in exclusive mode')
        .catch((error: unknown) => {
          if ((error as { code?: string }).code !== '40P01') throw error;
          refused++;
        });
      await client.query('rollback');
    });
  }
  return `${DEADLOCKS} times, ${refused} lost by us`;
}

/** Every transaction may be refused at its end because of another's. */
async function serializable(target: Target): Promise<string> {
  return withSetting(target, `default_transaction_isolation = 'serializable'`);
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
  { name: 'database-serializable', inject: ({ target }) => serializable(target) },
  { name: 'deadlock', inject: deadlock },
];
