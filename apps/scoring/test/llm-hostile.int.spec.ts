import { badInputs, fieldValueOf, LlmStub } from '@powerpulse/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { madeDay, madeDays, type MadeDay } from './made-days.js';
import { plantedIdentifiers } from './planted-identifiers.js';
import { ScoringStand } from './scoring-stand.js';

const KEY = 'sk-canary-4711-never-to-be-seen';

let stand: ScoringStand;
let stub: LlmStub;
let ends = 0;

beforeAll(async () => {
  stub = await LlmStub.start();
  stand = await ScoringStand.open();
  await stand.start({
    ...{ SCORER: 'openai', OPENAI_API_KEY: KEY, OPENAI_BASE_URL: stub.url },
    ...{ JOB_LINGER_MS: '400', AI_RETRY_MS: '10' },
  });
});
afterAll(async () => {
  await stand.close();
  await stub.close();
});
afterEach(() => stub.forget());

async function judged(days: readonly MadeDay[]) {
  ends += days.length;
  await stand.announce(...days);
  const ids = new Set(days.map((day) => day.event.data.day_id));
  const { scored, unscored } = await stand.ended(ends, 60_000);
  return {
    scored: scored.filter((day) => ids.has(day.day_id)),
    unscored: unscored.filter((day) => ids.has(day.day_id)),
  };
}

describe('identifiers', () => {
  it('do not leave the house: none of 500', async () => {
    const planted = plantedIdentifiers(500);
    const days = planted.map(({ text, name }, i) => {
      const day = madeDay({ chat: `planted-${i}`, texts: [text, 'Thank you, we look into it', 'ok'] });
      if (name !== null) stand.ingestion.names.set(day.event.data.conversation_id, name);
      return day;
    });
    const { unscored } = await judged(days);
    expect(unscored).toEqual([]);
    const seen = stub.calls.map((call) => call.user).join('\n');
    const compact = seen.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
    const leaked = planted.filter(({ value }) => {
      const bare = value.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
      return seen.includes(value) || (bare.length >= 7 && compact.includes(bare));
    });
    expect(leaked.map(({ value }) => value)).toEqual([]);
  }, 90_000);

  it('are found again in quotes: a span of what was written', async () => {
    const [text] = ['jane@example.com is my address, it is broken'];
    const day = madeDay({ chat: 'quoted', texts: [text ?? '', 'Sorry', 'Thanks'] });
    await judged([day]);
    const [row] = await stand.query<{
      judgement: { quotes: { metric: string; start: number; length: number }[] };
    }>('select judgement from scores where transcript_hash = $1', [day.event.data.transcript_hash]);
    const quote = row?.judgement.quotes.find((each) => each.metric === 'sentiment_score');
    expect(text?.slice(quote?.start, (quote?.start ?? 0) + (quote?.length ?? 0))).toBe(
      'jane@example.com is my address, it',
    );
  });

  it('of ours, the key, stand in no table and no event', async () => {
    stub.misbehave([{ kind: 'status', status: 401, body: { error: { message: `bad key ${KEY}` } } }]);
    await stand.announce(...madeDays(1, { prefix: 'key' }));
    await expect.poll(() => stub.calls.length).toBeGreaterThan(0);
    expect(stub.calls[0]?.authorization).toBe(`Bearer ${KEY}`);
    await expect
      .poll(
        async () =>
          (await stand.query(`select 1 as one from jobs where error like 'provider: the key%'`)).length,
      )
      .toBe(1);
    const tables = await stand.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'scoring'`,
    );
    for (const { name } of tables) {
      const found = await stand.query(`select 1 as one from "${name}" t where t::text like '%canary%'`);
      expect([name, found]).toEqual([name, []]);
    }
    await stand.query('update llm_lanes set paused_until = null');
    await stand.query(`update jobs set due_at = now() where status = 'pending'`);
    ends += 1;
    await stand.ended(ends);
  });
});

describe('an instruction to the judge', () => {
  const cases = badInputs('prompt-injection');
  const shares = [0.01, 0.1, 0.5] as const;
  const texts = cases.map(({ input }) => fieldValueOf(input, 0) as string);

  it.each(shares)(
    'changes nothing for its neighbours, at a share of %d',
    async (share) => {
      const clean = madeDays(80, { prefix: `clean-${share}` });
      const count = Math.max(1, Math.round((share / (1 - share)) * clean.length));
      const hostile = Array.from({ length: count }, (_, i) =>
        madeDay({
          chat: `hostile-${share}-${i}`,
          texts: ['I wait for my order', 'Sorry', texts[i % texts.length] ?? ''],
        }),
      );
      stub.misbehave(() => ({ kind: 'obey' }));
      const { scored, unscored } = await judged([...clean, ...hostile]);
      expect(unscored).toEqual([]);
      const mixed = new Map(scored.map((day) => [day.day_id, JSON.stringify(day.metrics)]));
      // The same words in a run without them, of other conversations: an obedient model has nothing to obey.
      const cleanIds = new Set(clean.map((day) => day.event.data.day_id));
      const best = scored.filter(
        (day) => cleanIds.has(day.day_id) && day.metrics.resolution_achieved === 10 && day.metrics.ces === 1,
      );
      expect(best).toEqual([]);
      for (const call of stub.calls)
        expect(call.days.length === 1 || call.days.every((day) => day.lines.join().includes('clean-'))).toBe(
          true,
        );
      expect(mixed.size).toBe(clean.length + hostile.length);
    },
    90_000,
  );

  it.each(
    cases.map(
      ({ id, expect: wanted }, i) => [id, wanted.detail.split(';')[0] ?? '', texts[i] ?? ''] as const,
    ),
  )(
    '%s: %s',
    async (id, _, text) => {
      const neighbours = (run: string) =>
        [1, 2, 3].map((i) =>
          madeDay({
            chat: `${id}-${i}`,
            organization: `${id}-${run}`,
            texts: [`Case ${i} of ${id.slice(4)}`, 'On it', 'Thanks'],
          }),
        );
      const metricsOf = (days: readonly MadeDay[], { scored }: Awaited<ReturnType<typeof judged>>) =>
        days.map((day) =>
          JSON.stringify(scored.find((each) => each.day_id === day.event.data.day_id)?.metrics),
        );
      stub.misbehave(() => ({ kind: 'obey' }));
      const alone = neighbours('without');
      const without = metricsOf(alone, await judged(alone));
      const beside = neighbours('with');
      const hostile = madeDay({
        chat: `${id}-x`,
        organization: `${id}-with`,
        texts: ['Hello, my parcel is late', 'Sorry', text],
      });
      const results = await judged([...beside, hostile]);
      expect(results.unscored).toEqual([]);
      // Byte for byte what they are without it.
      expect(metricsOf(beside, results)).toEqual(without);
      const [row] = await stand.query<{ suspected: boolean; notes: string[] }>(
        `select i.suspected, s.judgement -> 'notes' as notes from job_days i join days d using (organization, day_id, version)
           join scores s using (organization, transcript_hash) where i.day_id = $1 and i.result = 'scored'`,
        [hostile.event.data.day_id],
      );
      expect(row?.suspected ?? false).toBe(true);
      expect(row?.notes.join()).toContain('instruction to the judge');
    },
    60_000,
  );
});
