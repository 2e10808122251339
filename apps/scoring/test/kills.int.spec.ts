import { until } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeDays, type MadeDay } from './made-days.js';
import { compileProduct, type CompiledProduct } from './replica-process.js';
import { ScoringStand } from './scoring-stand.js';

let stand: ScoringStand;
let product: CompiledProduct;
let env: Record<string, string>;

beforeAll(async () => {
  product = compileProduct();
  stand = await ScoringStand.open();
  env = stand.env;
});
afterAll(async () => {
  await product.close();
  await stand.close();
});

/** The same order for the same seed. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = seed;
  for (let i = result.length - 1; i > 0; i--) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const j = state % (i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

const keyOf = ({ day_id, version }: { day_id: string; version: number }) => `${day_id} ${version}`;

describe('two replicas that are killed', () => {
  it('end every (day, version) exactly once, with duplicates, in any order', async () => {
    const days: MadeDay[] = [
      ...madeDays(1_200, { prefix: 'a' }),
      ...madeDays(300, { prefix: 'b', organization: 'acme' }),
      ...madeDays(300, { prefix: 'a', version: 2 }),
    ];
    const replicas = await Promise.all([product.replica(env), product.replica(env)]);
    stand.ingestion.add(...days);
    const events = shuffled([...days, ...days.slice(0, 300)], 7).map((day) => day.event);
    const publishing = stand.publish(...events);
    let kills = 0;
    await until(
      async () => {
        const { ended } = await progress();
        if (ended >= days.length) return true;
        if (ended >= ((kills + 1) * days.length) / 10 && kills < 8) {
          const victim = kills++ % 2;
          await replicas[victim]?.kill();
          replicas[victim] = await product.replica(env);
        }
        return false;
      },
      { timeoutMs: 100_000, everyMs: 5 },
    );
    await publishing;
    await until(() => stand.stream.drained());
    const { scored, unscored } = await stand.ended(days.length);
    expect(kills).toBeGreaterThan(3);
    expect(unscored).toEqual([]);
    expect(scored.map(keyOf).sort()).toEqual(days.map((day) => keyOf(day.event.data)).sort());
    await Promise.all(replicas.map((replica) => replica.kill()));
    const jobs = await sql<{ status: string; n: number }>(
      'select status, count(*)::int as n from jobs group by status',
    );
    expect(jobs.map((row) => row.status)).toEqual(['completed']);
    // What a job had fetched when it was lost is fetched once more, nothing else.
    expect(stand.ingestion.asked).toBeLessThanOrEqual(days.length + kills * 2 * 300);
  }, 120_000);

  it('leave in good order when told to: exit code 0, nothing half done, nothing lost', async () => {
    const before = (await progress()).ended;
    const days = madeDays(1_500, { prefix: 'term' });
    stand.ingestion.add(...days);
    const replica = await product.replica(env);
    const publishing = stand.publish(...days.map((day) => day.event));
    await until(async () => (await progress()).ended > before);
    expect(await replica.stop()).toBe(0);
    const [left] = await sql<{ held: number }>(
      `select count(*)::int as held from jobs where status = 'in_progress'`,
    );
    expect(left?.held).toBe(0);
    await publishing;
    const next = await product.replica(env);
    await until(async () => (await progress()).ended >= before + days.length, { timeoutMs: 60_000 });
    expect(await next.stop()).toBe(0);
  }, 90_000);
});

const sql = <R>(text: string) => stand.query<R>(text);

async function progress() {
  const [row] = await sql<{ ended: number }>(
    'select count(*)::int as ended from job_days where result is not null',
  );
  return row ?? { ended: 0 };
}
