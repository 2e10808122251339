import { LlmStub } from '@powerpulse/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MadeDay, madeDays } from './made-days.js';
import { ScoringStand } from './scoring-stand.js';

let stand: ScoringStand;
let stub: LlmStub;

const env = () => ({
  SCORER: 'openai',
  OPENAI_API_KEY: 'sk-canary-4711',
  OPENAI_BASE_URL: stub.url,
  JOB_LINGER_MS: '4000',
});

beforeAll(async () => {
  stub = await LlmStub.start();
  stand = await ScoringStand.open();
  await stand.start(env());
});
afterAll(async () => {
  await stand.close();
  await stub.close();
});
afterEach(() => stub.forget());

describe('a language model', () => {
  it('judges days together, in as few calls as the bounds allow', async () => {
    const days = madeDays(100, { prefix: 'model' });
    await stand.announce(...days);
    const { scored, unscored } = await stand.ended(100);
    expect(unscored).toEqual([]);
    expect(scored).toHaveLength(100);
    expect(stub.calls.map((call) => call.days.length).sort()).toEqual([20, 40, 40]);
    const [batch] = await stand.batches();
    expect(batch?.data.scorer).toEqual({ provider: 'openai', model: 'gpt-4o-mini', rubric: 'csi-1' });
    expect(batch?.data.usage).toMatchObject({ calls: 1, cached_days: 0 });
    expect(batch?.data.usage.cost_usd).toBeGreaterThan(0);
  });

  it('is not asked again for what it has judged, over replicas and restarts: the same bytes, without a call', async () => {
    const days = madeDays(60, { prefix: 'again' });
    await stand.announce(...days);
    const before = (await stand.ended(160)).scored.slice(100);
    stub.forget();
    const again = (version: number, force: boolean): MadeDay[] =>
      madeDays(60, { prefix: 'again', version, upload: 'another', force });
    // Whichever of the two takes them: this one was not there when they were judged.
    await stand.start(env());
    await stand.announce(...again(2, false));
    const after = (await stand.ended(220)).scored.slice(160);
    expect(stub.calls).toEqual([]);
    const bytes = (scored: typeof after) =>
      new Map(scored.map((day) => [day.day_id, JSON.stringify(day.metrics)]));
    expect(bytes(after)).toEqual(bytes(before));
    await stand.announce(...again(3, true));
    await stand.ended(280);
    expect(stub.calls.flatMap((call) => call.days)).toHaveLength(60);
  });
});
