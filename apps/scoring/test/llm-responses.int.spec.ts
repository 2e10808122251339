import { GetEvidence } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { type BadInput, badInputs, entryOf, LlmStub, OK, until } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_RUBRIC } from '../src/domain/llm/built-in-rubric.js';
import { faultsOf } from './llm-response-faults.js';
import { madeDays, type MadeDay } from './made-days.js';
import { ScoringStand } from './scoring-stand.js';

const DAYS = 3;
const topics = BUILT_IN_RUBRIC.topics.map((topic) => topic.slug);

let stand: ScoringStand;
let stub: LlmStub;
let requests: Requests;
let ends = 0;

beforeAll(async () => {
  stub = await LlmStub.start();
  stand = await ScoringStand.open();
  const app = await stand.start({
    ...{ SCORER: 'openai', OPENAI_API_KEY: 'sk-canary-4711', OPENAI_BASE_URL: stub.url },
    ...{ JOB_LINGER_MS: '400', AI_RETRY_MS: '10', AI_RECHECK_MS: '300', AI_TIMEOUT_MS: '4000' },
  });
  requests = app.get(Requests);
  // The model has answered before: what it refuses from now on is the request's fault.
  await judged(madeDays(1, { prefix: 'warm' }));
});
afterAll(async () => {
  await stand.close();
  await stub.close();
});

async function judged(days: readonly MadeDay[]) {
  ends += days.length;
  await stand.announce(...days);
  return mine(days, await stand.ended(ends, 25_000));
}

function mine(days: readonly MadeDay[], all: Awaited<ReturnType<ScoringStand['ends']>>) {
  const ids = new Set(days.map((day) => day.event.data.day_id));
  return {
    scored: all.scored.filter((day) => ids.has(day.day_id)),
    unscored: all.unscored.filter((day) => ids.has(day.day_id)),
  };
}

/** What the model ideally says of a day, from the day as the stub was shown it. */
function ideal(day: MadeDay) {
  const words = day.messages[0]?.text ?? '';
  const shown = stub.calls
    .flatMap((call) => call.days)
    .find((each) => each.lines.some((line) => line.includes(words)));
  if (shown === undefined) throw new Error('the day was never shown');
  const entry = entryOf(shown, topics);
  return {
    sentiment_score: entry.sentiment,
    sentiment_shift: entry.shift,
    resolution_achieved: entry.resolution,
    fcr_score: entry.fcr,
    ces: entry.ces,
    predicted_rating: entry.rating,
    outcome: entry.outcome,
  };
}

/** Every day was scored once, by its own words: nothing invented, nothing mixed up, nothing of the fault kept. */
function expectHonest(days: readonly MadeDay[], { scored, unscored }: Awaited<ReturnType<typeof judged>>) {
  expect(unscored).toEqual([]);
  expect(scored).toHaveLength(days.length);
  for (const day of days)
    expect(scored.find((each) => each.day_id === day.event.data.day_id)?.metrics).toMatchObject(ideal(day));
}

async function play(badInput: BadInput, days: readonly MadeDay[]) {
  stub.forget();
  const { faults, forever } = faultsOf(badInput);
  const left = [...faults];
  stub.misbehave(() => (forever && left.length === 1 ? (left[0] ?? OK) : (left.shift() ?? OK)));
  return judged(days);
}

const daysOf = ({ id }: BadInput) => madeDays(DAYS, { prefix: id.toLowerCase() });
const cases = badInputs('llm-response');
const special = new Set(['LLM-003', 'LLM-014', 'LLM-063', 'LLM-064', 'LLM-065', 'LLM-076']);

describe('what a model may answer', () => {
  it.each(cases.filter(({ id }) => !special.has(id)))('$id: $expect.detail', async (badInput) => {
    const days = daysOf(badInput);
    expectHonest(days, await play(badInput, days));
    const paid = stub.answered;
    // Only what was missing or unusable was asked for again.
    expect(paid).toBeLessThanOrEqual(badInput.expect.outcome.startsWith('accept') ? 3 : 4);
  });

  it.each(cases.filter(({ id }) => ['LLM-063', 'LLM-064', 'LLM-065', 'LLM-076'].includes(id)))(
    '$id: $expect.detail',
    async (badInput) => {
      const days = daysOf(badInput);
      expectHonest(days, await play(badInput, days));
      const asked = days.map((day) => ({ day_id: day.event.data.day_id, version: 1 }));
      const evidence = await requests.ask(GetEvidence, { organization: 'default', days: asked });
      const reasons = evidence.days.map((day) => day.reason);
      expect(reasons).toHaveLength(DAYS);
      for (const reason of reasons) {
        expect(reason.length).toBeLessThanOrEqual(300);
        expect(reason).not.toMatch(/\p{Cc}|canary@/u);
      }
    },
  );

  it('LLM-014: a request that is refused for good is not repeated', async () => {
    const badInput = cases.find(({ id }) => id === 'LLM-014')!;
    const { scored, unscored } = await play(badInput, daysOf(badInput));
    expect(scored).toEqual([]);
    expect(unscored.map((day) => day.reason)).toEqual([
      'provider_failed',
      'provider_failed',
      'provider_failed',
    ]);
    expect(stub.calls.length).toBeLessThanOrEqual(2 * DAYS - 1);
  });

  it('LLM-003: a pause of a day is cut, and what waits can be seen', async () => {
    const badInput = cases.find(({ id }) => id === 'LLM-003')!;
    const days = daysOf(badInput);
    stub.forget();
    stub.misbehave(faultsOf(badInput).faults);
    await stand.announce(...days);
    const delayed = await until(async () => {
      const [job] = await stand.query<{ minutes: number; error: string }>(
        `select extract(epoch from due_at - now())::float8 / 60 as minutes, error from jobs
         where status = 'pending' and due_at > now() + interval '1 minute'`,
      );
      return job;
    });
    expect(delayed.minutes).toBeLessThan(11.5);
    expect(delayed.error).toBe('too many requests');
    expect(stub.calls).toHaveLength(1);
    await stand.query(`update llm_lanes set paused_until = null`);
    await stand.query(`update jobs set due_at = now() where status = 'pending'`);
    ends += DAYS;
    expectHonest(days, mine(days, await stand.ended(ends)));
  });

  it('has a case for every response of the group', () => {
    expect(cases.length).toBeGreaterThan(50);
  });
});
