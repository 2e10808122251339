import { randomUUID } from 'node:crypto';
import {
  EstimateJudging,
  GetBackfills,
  GetRubrics,
  PlanBackfill,
  PublishRubric,
  type ReplyOf,
  type RequestDefinition,
  StartBackfill,
  SteerBackfill,
} from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { LlmStub, until } from '@powerpulse/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_RUBRIC } from '../src/domain/llm/built-in-rubric.js';
import { madeDay, madeDays, type MadeDay } from './made-days.js';
import { ScoringStand } from './scoring-stand.js';

let stand: ScoringStand;
let stub: LlmStub;
let requests: Requests;
let ends = 0;

beforeAll(async () => {
  stub = await LlmStub.start();
  stand = await ScoringStand.open();
  const app = await stand.start({
    ...{ SCORER: 'openai', OPENAI_API_KEY: 'sk-canary-4711', OPENAI_BASE_URL: stub.url },
    ...{ JOB_LINGER_MS: '4000', AI_RETRY_MS: '20' },
  });
  requests = app.get(Requests);
});
afterAll(async () => {
  await stand.close();
  await stub.close();
});
afterEach(() => stub.forget());

const ask = <I, O>(definition: RequestDefinition<I, O>, request: I): Promise<O> =>
  requests.ask(definition, request);

async function judged(days: readonly MadeDay[]) {
  ends += days.length;
  await stand.announce(...days);
  return stand.ended(ends);
}

const range = { start_date: null, end_date: null, max_days: null, max_usd: null };

async function backfill(
  organization: string,
  id: string,
  status: string,
): Promise<ReplyOf<typeof StartBackfill>> {
  return until(async () => {
    const { backfills } = await ask(GetBackfills, { organization, limit: 100 });
    return backfills.find((each) => each.backfill_id === id && each.status === status && each.waiting === 0);
  });
}

describe('a change of the time zone', () => {
  it('has changed days judged by a backfill, up to its cap; what was judged before keeps its score', async () => {
    const organization = 'zone';
    const texts = ['Where is my order?', 'On its way', 'Thanks!'];
    await judged([madeDay({ organization, chat: 'known', texts })]);
    stub.forget();
    const cut = { organization, uploads: [], version: 2 };
    const changed = madeDays(5, { ...cut, prefix: 'moved' });
    await judged([madeDay({ ...cut, chat: 'known', texts }), ...changed]);
    expect(stub.calls).toHaveLength(0);
    const { scored, unscored } = await stand.ends();
    expect(unscored.map(({ day_id, reason }) => [day_id, reason]).sort()).toEqual(
      changed.map(({ event }) => [event.data.day_id, 'time_zone_changed']).sort(),
    );
    expect(scored.map(({ version }) => version).sort()).toEqual([1, 2]);

    const size = { days: 5, token_estimate: 100, messages: 15, earlier_days: 0 };
    const estimate = await ask(EstimateJudging, { organization, ...size });
    expect(estimate).toMatchObject({ at_once: false, calls: 1 });
    expect(estimate.cost_usd).toBeGreaterThan(0);
    const backfill_id = randomUUID();
    await ask(StartBackfill, { organization, ...range, max_days: 3, backfill_id });
    expect(await backfill(organization, backfill_id, 'completed')).toMatchObject({ scored: 3, unscored: 0 });
    expect(stub.calls.flatMap(({ days }) => days)).toHaveLength(3);
    ends += 3;
  });
});

describe('a rubric', () => {
  const document = { ...BUILT_IN_RUBRIC, name: 'strict-1', guidance: 'Be strict.' };

  it('is published once, judges new days, and judges nothing again by itself', async () => {
    const organization = 'rubric';
    const old = madeDays(6, { prefix: 'old', organization });
    await judged(old);
    const { published_at } = await ask(PublishRubric, { organization, document });
    expect(await ask(PublishRubric, { organization, document })).toEqual({ name: 'strict-1', published_at });
    await expect(
      ask(PublishRubric, { organization, document: { ...document, guidance: 'Be mild.' } }),
    ).rejects.toThrow(/new name/);
    await expect(ask(PublishRubric, { organization, document: BUILT_IN_RUBRIC })).rejects.toThrow(/built-in/);
    stub.forget();
    await judged(madeDays(3, { prefix: 'new', organization }));
    expect(stub.calls).toHaveLength(1);
    expect(stub.calls[0]?.system).toContain('Be strict.');
    const batches = (await stand.batches()).filter((batch) => batch.organization === organization);
    expect(batches.map((batch) => [batch.data.scorer.rubric, batch.data.days.length])).toEqual([
      ['csi-1', 6],
      ['strict-1', 3],
    ]);
    const { rubrics } = await ask(GetRubrics, { organization });
    expect(rubrics.map((rubric) => [rubric.document.name, rubric.active])).toEqual([
      ['strict-1', true],
      ['csi-1', false],
    ]);

    const plan = await ask(PlanBackfill, { organization, ...range });
    expect(plan).toMatchObject({
      days: 9,
      known_days: 3,
      days_to_judge: 6,
      calls: 1,
      scorer: { rubric: 'strict-1' },
    });
    expect(plan.cost_usd).toBeGreaterThan(0);
    expect(stub.calls).toHaveLength(1);

    const backfill_id = randomUUID();
    stub.forget();
    await ask(StartBackfill, { organization, ...range, backfill_id });
    await ask(StartBackfill, { organization, ...range, backfill_id });
    expect(await backfill(organization, backfill_id, 'completed')).toMatchObject({
      planned_days: 6,
      scored: 6,
      unscored: 0,
    });
    expect(stub.calls.map((call) => call.days.length)).toEqual([6]);
    const again = (await stand.batches()).filter((batch) => batch.organization === organization).at(-1);
    expect(again?.data.scorer.rubric).toBe('strict-1');
    // Uploads had their ends before.
    expect(again?.data.days.map((day) => day.upload_ids)).toEqual(Array(6).fill([]));
    expect(again?.data.days.map((day) => day.day_id).sort()).toEqual(
      old.map((day) => day.event.data.day_id).sort(),
    );
    const scores = await stand.query('select 1 as one from scores where organization = $1', [organization]);
    expect(scores).toHaveLength(15);
    ends += 6;
  });
});

describe('a backfill', () => {
  it('is capped by days, paused, resumed and cancelled', async () => {
    const organization = 'backfill';
    const upload_id = randomUUID();
    await judged([
      ...madeDays(30, { prefix: 'fill', organization }),
      ...madeDays(2, { prefix: 'other', organization, uploads: [upload_id] }),
    ]);
    await ask(PublishRubric, { organization, document: { ...BUILT_IN_RUBRIC, name: 'csi-2' } });
    const one = { organization, ...range, upload_id };
    expect(await ask(PlanBackfill, one)).toMatchObject({ days: 2, days_to_judge: 2 });
    const ofUpload = randomUUID();
    await ask(StartBackfill, { ...one, backfill_id: ofUpload });
    expect(await backfill(organization, ofUpload, 'completed')).toMatchObject({ upload_id, scored: 2 });
    expect(await ask(PlanBackfill, one)).toMatchObject({ days: 2, days_to_judge: 0 });
    const [capped, paused] = [randomUUID(), randomUUID()];
    await ask(StartBackfill, { organization, ...range, max_days: 10, backfill_id: capped });
    expect(await backfill(organization, capped, 'completed')).toMatchObject({ planned_days: 10, scored: 10 });

    const isPaused = Promise.withResolvers<null>();
    const asked = new Promise<void>((resolve) => {
      stub.misbehave(() => (resolve(), { kind: 'ok', when: isPaused.promise }));
    });
    await ask(StartBackfill, { organization, ...range, max_days: 5, backfill_id: paused });
    await asked;
    expect(await ask(SteerBackfill, { organization, backfill_id: paused, action: 'pause' })).toMatchObject({
      status: 'paused',
    });
    isPaused.resolve(null);
    // What was under way is finished, and stays.
    await until(async () => (await ask(GetBackfills, { organization, limit: 1 })).backfills[0]?.scored === 5);
    expect(await ask(SteerBackfill, { organization, backfill_id: paused, action: 'resume' })).toMatchObject({
      status: 'running',
    });
    await backfill(organization, paused, 'completed');
    await expect(ask(SteerBackfill, { organization, backfill_id: paused, action: 'cancel' })).rejects.toThrow(
      /completed/,
    );
    await expect(
      ask(SteerBackfill, { organization, backfill_id: randomUUID(), action: 'cancel' }),
    ).rejects.toThrow(/no backfill/);
    ends += 17;
  });

  it('stops before the call that could cost more than its cap', async () => {
    const organization = 'cap';
    await judged(madeDays(80, { prefix: 'cap', organization }));
    await ask(PublishRubric, { organization, document: { ...BUILT_IN_RUBRIC, name: 'csi-3' } });
    const plan = await ask(PlanBackfill, { organization, ...range });
    // Enough for what the first of two calls could cost, and neither beside it nor after it for the other.
    const max_usd = Number(((plan.cost_usd ?? 0) * 0.95).toFixed(4));
    const backfill_id = randomUUID();
    await ask(StartBackfill, { organization, ...range, max_usd, backfill_id });
    const stopped = await until(async () =>
      (await ask(GetBackfills, { organization, limit: 1 })).backfills.find(
        (each) => each.status === 'paused' && each.scored > 0,
      ),
    );
    expect(plan.calls).toBe(2);
    expect(stopped).toMatchObject({ note: expect.stringContaining('cap') as string, scored: 40 });
    expect(stopped.cost_usd).toBeGreaterThan(0);
    expect(stopped.cost_usd).toBeLessThanOrEqual(max_usd);
    const cancelled = await ask(SteerBackfill, { organization, backfill_id, action: 'cancel' });
    expect(cancelled.status).toBe('cancelled');
    ends += cancelled.scored;
  });
});
