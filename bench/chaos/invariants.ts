/** What has to hold when a round is over. */
import { randomUUID } from 'node:crypto';
import type { Progress } from '../api.js';
import { verifyMessages } from '../verify.js';
import { until } from '../../libs/testing/src/until.js';
import { withoutDuplicates } from '../../test/oracle/days.js';
import { type Accounts, accountsOf, assertNothingLost, assertSettled, isDrained } from './accounts.js';
import type { PatientClient } from './client.js';
import type { Load } from './load.js';
import type { Target } from './target.js';
import { Violation } from './violation.js';

const IDLE_SECONDS = 10;

/** Sums over all uploads: which of two files a shared message counts for depends on who was first. */
export function assertCounted(load: Load, progresses: readonly Progress[]): void {
  const sum = (key: string) => progresses.reduce((n, { statistics }) => n + (statistics[key] ?? 0), 0);
  progresses.forEach(({ upload_id, status, statistics: s }, i) => {
    const { messages = 0, bad = 0 } = load.files[i] ?? {};
    const counted =
      (s.messages_kept ?? 0) +
      (s.filtered_autoresponses ?? 0) +
      (s.rejected_messages ?? 0) +
      (s.duplicate_messages ?? 0);
    if (!status.startsWith('completed')) throw new Violation('uploads complete', `${upload_id} is ${status}`);
    if (counted !== messages || s.rejected_messages !== bad)
      throw new Violation(
        'every message once',
        `${upload_id} of ${messages}, ${bad} bad: ${JSON.stringify(s)}`,
      );
  });
  const unique = withoutDuplicates(load.messages).length;
  if (sum('messages_kept') !== unique)
    throw new Violation('every message once', `${sum('messages_kept')} kept of ${unique}`);
}

export async function assertReadModels(client: PatientClient, load: Load): Promise<void> {
  try {
    await verifyMessages((path) => client.get(path), load.messages);
  } catch (error) {
    throw new Violation('read models = oracle', error instanceof Error ? error.message : String(error));
  }
}

export async function assertAccounts(
  target: Target,
  accepted: ReadonlySet<string>,
  patienceMs: number,
): Promise<void> {
  let accounts: Accounts | undefined;
  try {
    await until(
      async () => {
        accounts = await accountsOf(target);
        return isDrained(accounts);
      },
      { timeoutMs: patienceMs, everyMs: 250 },
    );
  } catch (error) {
    if (accounts === undefined) throw error;
  }
  if (accounts === undefined) return;
  assertNothingLost(accounts, accepted);
  assertSettled(accounts, accepted);
}

/** Nothing hangs about: transactions, consumers, processes. */
export async function assertClean(target: Target, patienceMs: number): Promise<void> {
  await target.withDatabase(async (database) => {
    const { rows } = await database.query<{ query: string }>(
      `select left(query, 100) as query from pg_stat_activity
       where state like 'idle in transaction%' and state_change < now() - make_interval(secs => $1)`,
      [IDLE_SECONDS],
    );
    if (rows.length > 0) throw new Violation('no idle transaction', JSON.stringify(rows));
  });
  const names = (all: { durable: string }[]) => all.map(({ durable }) => durable).join(', ');
  const settled = async () => {
    const now = await target.consumers();
    return names(now) === names(target.listeners) && now.every(({ unsettled }) => unsettled === 0);
  };
  await until(settled, { timeoutMs: patienceMs, everyMs: 250 }).catch(async () => {
    throw new Violation('no leaked consumer', JSON.stringify(await target.consumers()));
  });
  const orphans = target.orphans();
  if (orphans.length > 0) throw new Violation('no orphan process', orphans.join(', '));
}

/** Each listener has one dead letter of it, and nothing else has failed. */
export async function assertPoisonBuried(target: Target, mark: string, patienceMs: number): Promise<void> {
  const schemas = ['ingestion', 'day_splitting', 'scoring', 'analytics'];
  const letters = schemas.map((s) => `select consumer, payload from ${s}.dead_letters where status = 'open'`);
  const buried = () =>
    target.withDatabase(async (database) => {
      const { rows } = await database.query<{ consumer: string }>(
        `select distinct consumer from (${letters.join(' union all ')}) d where payload like $1 order by 1`,
        [`%"${mark}"%`],
      );
      return rows.length === target.listeners.length;
    });
  await until(buried, { timeoutMs: patienceMs, everyMs: 250 }).catch(() => {
    throw new Violation('poison becomes a dead letter', `not one for each listener of ${mark}`);
  });
}

interface Replay {
  replay_id: string;
  state: string;
  error: string | null;
  comparison: { equal: boolean; live_hash: string; replayed_hash: string } | null;
}

/** All numbers built anew from history are the ones that are shown. Returns the hash. */
export async function assertRebuilds(client: PatientClient, patienceMs: number): Promise<string> {
  // Sent again after a 503, it is the same replay.
  const replay_id = randomUUID();
  await client
    .post<Replay>('/api/replays', { replay_id, switch: 'manual' }, 202)
    .catch(async (error: unknown) => {
      const { replays } = await client.get<{ replays: Replay[] }>('/api/replays');
      throw new Violation(
        `a rebuild may begin (asked for ${replay_id}, there are ${JSON.stringify(replays)})`,
        String(error),
      );
    });
  const ended = await until(
    async () => {
      const replay = await client.get<Replay>(`/api/replays/${replay_id}`);
      return ['building', 'comparing'].includes(replay.state) ? null : replay;
    },
    { timeoutMs: patienceMs, everyMs: 250 },
  );
  if (ended.state !== 'ready' || ended.comparison?.equal !== true)
    throw new Violation('rebuild hash = live hash', JSON.stringify(ended));
  await client.post(`/api/replays/${replay_id}/cancel`, {}, 200);
  return ended.comparison.live_hash;
}
