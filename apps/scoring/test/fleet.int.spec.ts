import { LlmStub, type StubCall, until } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeDays } from './made-days.js';
import { compileProduct, type CompiledProduct, type ReplicaProcess } from './replica-process.js';
import { ScoringStand } from './scoring-stand.js';

const CONCURRENCY = 5;
const DAYS_PER_CALL = 5;

let stand: ScoringStand;
let stub: LlmStub;
let product: CompiledProduct;
let env: Record<string, string>;

beforeAll(async () => {
  product = compileProduct();
  stub = await LlmStub.start({ latencyMs: 150 });
  stand = await ScoringStand.open();
  env = {
    ...stand.env,
    ...{ SCORER: 'openai', OPENAI_API_KEY: 'sk-one', OPENAI_BASE_URL: stub.url },
    ...{ AI_CONCURRENCY: String(CONCURRENCY), BATCH_SIZE: String(DAYS_PER_CALL) },
    ...{ AI_TIMEOUT_MS: '8000', JOB_LINGER_MS: '4000' },
  };
});
afterAll(async () => {
  await product.close();
  await stand.close();
  await stub.close();
});

const LONG = { timeoutMs: 60_000, everyMs: 20 };
const openAtStub = () => stub.calls.filter((call) => call.endedAt === null);
const first = async <R>(text: string, params: unknown[] = []) => (await stand.query<R>(text, params))[0];

/** All that is kept of judgements, in one value. */
const keptScores = () =>
  first<{ n: number; hash: string }>(
    `select count(*)::int as n, md5(string_agg(judgement::text, '' order by organization, transcript_hash)) as hash from scores`,
  );

describe('a fleet of which one freezes and one is killed in a call', () => {
  const own = madeDays(3 * DAYS_PER_CALL, { prefix: 'frozen' });
  const rest = madeDays(1_000, { prefix: 'rest' });
  /** By key: keys of their own tell whose calls they are. */
  const replicas = new Map<string, ReplicaProcess>();
  const keyOf = (call: StubCall) => call.authorization.replace('Bearer ', '');
  const take = (key: string): ReplicaProcess => {
    const replica = replicas.get(key);
    replicas.delete(key);
    if (replica === undefined) throw new Error(`nobody has the key ${key}`);
    return replica;
  };
  let frozen: ReplicaProcess;
  let held: StubCall[];

  it('counts the calls of a frozen worker until their deadline, and calls five at a time after it', async () => {
    for (const key of ['one', 'two', 'three'])
      replicas.set(key, await product.replica({ ...env, OPENAI_API_KEY: key }));
    stub.misbehave(() => ({ kind: 'ok', afterMs: 2_000 }));
    await stand.announce(...own);
    const key = keyOf(await until(() => openAtStub()[0], LONG));
    frozen = take(key);
    frozen.signal('SIGSTOP');
    stub.misbehave([]);
    const [deadline] = await stand.query<{ at: number }>(
      `select (extract(epoch from min(deadline_at)) * 1000)::float8 as at from llm_calls`,
    );
    await until(() => openAtStub().length === 0, LONG);
    held = stub.calls.filter((call) => keyOf(call) === key);
    const before = stub.calls.length;
    await stand.announce(...rest);
    await until(() => stub.calls.some((call) => call.inFlight === CONCURRENCY), LONG);
    const meanwhile = stub.calls.slice(before).filter((call) => call.at < (deadline?.at ?? 0));
    expect(meanwhile.length).toBeGreaterThan(0);
    expect(Math.max(...meanwhile.map((call) => call.inFlight))).toBeLessThanOrEqual(
      CONCURRENCY - held.length,
    );
  }, 90_000);

  it('returns the jobs of the killed one within 30 s, and buys no stored answer again', async () => {
    const open = await until(() => openAtStub().at(-1), LONG);
    const killed = stub.calls.length;
    await take(keyOf(open)).kill();
    const stored = await stand.query<{ transcript_hash: string }>('select transcript_hash from scores');
    const inHand = await stand.query<{ job_id: string }>(
      `select job_id from jobs where status = 'in_progress'`,
    );
    await until(
      async () => {
        const held = await stand.query(
          `select 1 as one from jobs where job_id = any($1) and status = 'in_progress' and attempts = 1`,
          [inHand.map((job) => job.job_id)],
        );
        return held.length === 0;
      },
      { timeoutMs: 30_000 },
    );
    const { scored, unscored } = await stand.ended(own.length + rest.length, 60_000);
    expect(unscored).toEqual([]);
    expect(new Set(scored.map((day) => day.day_id)).size).toBe(own.length + rest.length);
    expect(scored).toHaveLength(own.length + rest.length);
    const known = new Set(stored.map((row) => row.transcript_hash));
    const paid = rest.filter((day) => known.has(day.event.data.transcript_hash));
    const after = stub.calls.slice(killed).flatMap((call) => call.days.flatMap((day) => day.lines));
    expect(paid.length).toBeGreaterThan(0);
    expect(after.filter((line) => paid.some((day) => line.endsWith(`: ${day.messages[0]?.text}`)))).toEqual(
      [],
    );
    // One for each job that was packed.
    const minimum = await first<{ n: number }>('select count(*)::int as n from jobs where calls > 0');
    expect(stub.calls.length / (minimum?.n ?? 0)).toBeLessThanOrEqual(1.05);
    expect(stub.maxInFlight).toBe(CONCURRENCY);
  }, 120_000);

  it('does not hear the late answers of the frozen one', async () => {
    const before = await keptScores();
    frozen.signal('SIGCONT');
    expect(await frozen.stop()).toBe(0);
    for (const survivor of replicas.values()) expect(await survivor.stop()).toBe(0);
    expect(await keptScores()).toEqual(before);
    const { scored } = await stand.ends();
    expect(scored).toHaveLength(own.length + rest.length);
    const calls = await first<{ answered: number; lost: number; others: number }>(
      `select count(*) filter (where status = 'answered')::int as answered,
         count(*) filter (where status = 'lost')::int as lost,
         count(*) filter (where status not in ('answered', 'lost'))::int as others from llm_calls`,
    );
    const jobs = await first<{ calls: number }>('select sum(calls)::int as calls from jobs');
    // Those of the frozen one, and those of the killed one; every other call brought what a job has.
    expect(calls?.lost).toBeGreaterThanOrEqual(held.length);
    expect(calls).toMatchObject({ answered: jobs?.calls, others: 0 });
    expect(stub.calls.length).toBeLessThanOrEqual((calls?.answered ?? 0) + (calls?.lost ?? 0));
  });
});

describe('two workers at the limit of a budget', () => {
  const organization = 'poor';
  const days = madeDays(100, { prefix: 'poor', organization });
  const use = () =>
    first<{ spent: number; reserved: number }>(
      `select spent_usd::float8 as spent, reserved_usd::float8 as reserved from budget_use where organization = $1`,
      [organization],
    );

  it('never overspend by one call, and its days wait or go to the local scorer, as configured', async () => {
    const call = await first<{ usd: number }>('select max(reserved_usd)::float8 as usd from llm_calls');
    const usd = call?.usd ?? 0;
    const limit = 3.5 * usd;
    await stand.query('insert into budgets (organization, usd_per_month) values ($1, $2)', [
      organization,
      limit,
    ]);
    stub.forget();
    const both = await Promise.all([product.replica(env), product.replica(env)]);
    await stand.announce(...days);
    let most = 0;
    await until(async () => {
      const now = await use();
      most = Math.max(most, (now?.spent ?? 0) + (now?.reserved ?? 0));
      const waiting = await stand.query(
        `select 1 as one from jobs where organization = $1 and status = 'pending' and error like '%budget%'`,
        [organization],
      );
      return waiting.length > 0 && now?.reserved === 0 && now.spent + usd > limit;
    }, LONG);
    expect(most).toBeLessThanOrEqual(limit);
    expect(stub.maxInFlight).toBeLessThanOrEqual(3);
    await Promise.all(both.map((replica) => replica.stop()));

    await stand.start({ ...env, BUDGET_FALLBACK: 'local' });
    await stand.query(`update jobs set due_at = now() where status = 'pending'`);
    const batches = await until(async () => {
      const own = (await stand.batches()).filter((batch) => batch.organization === organization);
      return own.flatMap((batch) => batch.data.days).length === days.length ? own : null;
    }, LONG);
    expect(new Set(batches.map((batch) => batch.data.scorer.provider))).toEqual(new Set(['openai', 'local']));
    expect((await use())?.spent).toBeLessThanOrEqual(limit);
  }, 120_000);
});
