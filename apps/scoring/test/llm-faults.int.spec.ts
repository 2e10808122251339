import { entryFaults, type Fault, LlmStub, OK, rateLimited, status } from '@powerpulse/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { madeDays } from './made-days.js';
import { ScoringStand } from './scoring-stand.js';

const DAYS = 20;
const DAYS_PER_CALL = 5;
const MINIMUM = DAYS / DAYS_PER_CALL;
const TIMEOUT_MS = 4_000;

let stand: ScoringStand;
let stub: LlmStub;
let ends = 0;

beforeAll(async () => {
  stub = await LlmStub.start({ latencyMs: 20, ban: { maxInFlight: 5 } });
  stand = await ScoringStand.open();
  await stand.start({
    ...{ SCORER: 'openai', OPENAI_API_KEY: 'sk-canary-4711', OPENAI_BASE_URL: stub.url },
    ...{ BATCH_SIZE: String(DAYS_PER_CALL), JOB_LINGER_MS: '4000', AI_CONCURRENCY: '5' },
    ...{ AI_RETRY_MS: '20', AI_RECHECK_MS: '400', AI_TIMEOUT_MS: String(TIMEOUT_MS) },
  });
});
afterAll(async () => {
  await stand.close();
  await stub.close();
});
afterEach(() => stub.forget());

type Script = readonly Fault[] | ((index: number) => Fault);

interface Row {
  fault: string;
  script: () => Script;
  /** Answers that may be paid for beyond the minimum: the fault spoils answers that were given. */
  spoilt?: number;
  /** Requests that the provider may have to refuse. */
  refused: number;
}

const row = (fault: string, refused: number, script: () => Script): Row => ({ fault, refused, script });
const spoiling = (fault: string, spoilt: number, script: () => Script): Row => ({
  ...{ fault, spoilt, script },
  refused: 0,
});

/** As long as it lasts, counted from the first request. */
function during(ms: number, fault: Fault): (index: number) => Fault {
  let end = 0;
  return () => (Date.now() < (end ||= Date.now() + ms) ? fault : OK);
}

const every = (n: number, fault: Fault) => (index: number) => (index % n === 0 ? fault : OK);
const httpDate = (ms: number) => new Date(Date.now() + ms).toUTCString();
const quotaGone = { error: { message: 'quota', code: 'insufficient_quota' } };

/** F30 to F39 of the research on reliability; F36, hostile transcripts, is a spec of its own. */
const ROWS: readonly Row[] = [
  row('F30 429, Retry-After 1 s', 2, () => [rateLimited('1'), rateLimited('1')]),
  row('F30 429, Retry-After a date', 1, () => [rateLimited(httpDate(2_000))]),
  row('F30 429, Retry-After junk', 2, () => [rateLimited('soon'), rateLimited('-5')]),
  row('F30 429, no Retry-After', 3, () => [rateLimited(null), rateLimited(null), rateLimited(null)]),
  ...[500, 502, 503, 529].flatMap((code) => [
    row(`F31 ${code}, one in ten`, 1, () => every(10, status(code))),
    row(`F31 ${code}, one in two`, MINIMUM + 2, () => every(2, status(code))),
  ]),
  row('F31 503, all for 3 s', 25, () => during(3_000, status(503))),
  row('F32 hang at connect', 1, () => [{ kind: 'hang', at: 'connect' }]),
  row('F32 hang after headers', 1, () => [{ kind: 'hang', at: 'headers' }]),
  row('F32 hang in the body', 1, () => [{ kind: 'hang', at: 'body' }]),
  row('F32 a byte per 5 s', 1, () => [{ kind: 'slow', bytes: 1, everyMs: 5_000 }]),
  ...[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((share) =>
    spoiling(`F33 cut off at ${share * 100} %`, 2, () => [{ kind: 'truncated', share }]),
  ),
  ...Object.entries(entryFaults).map(([name, fault]) => spoiling(`F34 ${name}`, 1, () => [fault])),
  spoiling('F35 refusal', 2, () => [{ kind: 'refusal', as: 'field' }]),
  spoiling('F35 content filter', 2, () => [{ kind: 'refusal', as: 'filter' }]),
  spoiling('F35 code fence', 0, () => [{ kind: 'content', of: (json) => `\`\`\`json\n${json}\n\`\`\`` }]),
  spoiling('F35 prose', 1, () => [{ kind: 'content', of: () => 'They were all content, I think.' }]),
  spoiling('F35 empty', 1, () => [{ kind: 'content', of: () => '' }]),
  row('F37 quota gone', 3, () => during(300, status(429, quotaGone))),
  row('F37 key refused', 3, () => during(300, status(401))),
  row('F38 500 MB', 1, () => [{ kind: 'huge', gzip: false, megabytes: 500 }]),
  // Small on its way, it may have been sent to its end.
  { ...row('F38 gzip bomb', 1, () => [{ kind: 'huge', gzip: true, megabytes: 200 }]), spoilt: 1 },
  row('F39 nobody answers for 4 s', 25, () => during(4_000, { kind: 'reset', at: 'headers' })),
];

describe('scored + unscored = submitted, and calls at their minimum, whatever the provider does', () => {
  it.each(ROWS)('$fault', async ({ fault, script, spoilt = 0, refused }) => {
    const days = madeDays(DAYS, { prefix: fault, organization: 'faults' });
    const faults = script();
    stub.misbehave(typeof faults === 'function' ? (call) => faults(call.index) : faults);
    ends += DAYS;
    await stand.announce(...days);
    const { scored, unscored } = await stand.ended(ends, 30_000);
    const ids = days.map((day) => day.event.data.day_id).sort();
    expect(
      scored
        .map((day) => day.day_id)
        .filter((id) => ids.includes(id))
        .sort(),
    ).toEqual(ids);
    expect(unscored).toEqual([]);
    const usable = stub.calls.filter((call) => call.status === 200).length;
    expect(usable).toBeGreaterThanOrEqual(MINIMUM);
    expect(usable).toBeLessThanOrEqual(MINIMUM + spoilt);
    expect(stub.calls.length - usable).toBeLessThanOrEqual(refused);
    expect(stub.calls.filter((call) => call.status === 403)).toEqual([]);
    expect(stub.maxInFlight).toBeLessThanOrEqual(5);
    expect(await stand.query('select 1 as one from dead_letters')).toEqual([]);
    const open = await stand.query('select 1 as one from llm_calls where ended_at is null');
    expect(open).toEqual([]);
  });
});
