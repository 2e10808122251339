import { LlmStub } from '@powerpulse/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { madeDays } from './made-days.js';
import { ScoringStand } from './scoring-stand.js';

let stand: ScoringStand;
let stub: LlmStub;

beforeAll(async () => {
  stub = await LlmStub.start();
  stand = await ScoringStand.open();
  await stand.start({
    SCORER: 'openai',
    OPENAI_API_KEY: 'sk-canary-4711',
    OPENAI_BASE_URL: stub.url,
    JOB_LINGER_MS: '4000',
  });
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
});
