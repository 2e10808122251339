import { GetJob, GetJobs, GetUsage, type RequestDefinition, SetBudget } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { LlmStub, until } from '@powerpulse/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { madeDay, madeDays, uploadId, type MadeDay } from './made-days.js';
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

const everything = { start_date: null, end_date: null, upload_id: null };
const jobsOf = (organization: string, upload: string) =>
  ask(GetJobs, { organization, upload_id: uploadId(upload), status: null, limit: 100, cursor: null });

describe('jobs', () => {
  it('can be listed by upload and looked into, day by day', async () => {
    await judged(madeDays(45, { prefix: 'jobs', upload: 'jobs' }));
    const { jobs, total } = await jobsOf('default', 'jobs');
    expect(total).toBe(2);
    expect(jobs.map((job) => job.days).sort()).toEqual([40, 5]);
    for (const job of jobs) {
      expect(job).toMatchObject({
        status: 'completed',
        calls: 1,
        attempts: 1,
        scored: job.days,
        error: null,
      });
      expect(job.tokens_estimated).toBeGreaterThan(0);
      const found = await ask(GetJob, { organization: 'default', job_id: job.job_id });
      expect(found.days.map((day) => day.result)).toEqual(Array(job.days).fill('scored'));
      expect((await ask(GetJob, { organization: 'acme', job_id: job.job_id })).job).toBeNull();
    }
    const first = await ask(GetJobs, {
      organization: 'default',
      upload_id: uploadId('jobs'),
      status: null,
      limit: 1,
      cursor: null,
    });
    const second = await ask(GetJobs, {
      organization: 'default',
      upload_id: uploadId('jobs'),
      status: null,
      limit: 1,
      cursor: first.next_cursor,
    });
    expect([...first.jobs, ...second.jobs]).toEqual(jobs);
    expect(second.next_cursor).toBeNull();
  });

  it('cost what the ledger and the budget say', async () => {
    await judged(madeDays(50, { prefix: 'cost', organization: 'cost', upload: 'cost' }));
    const { jobs } = await jobsOf('cost', 'cost');
    const cost = jobs.reduce((sum, job) => sum + (job.cost_usd ?? 0), 0);
    const usage = await ask(GetUsage, { organization: 'cost', ...everything });
    expect(cost).toBeGreaterThan(0);
    expect(usage.total).toMatchObject({ calls: 2, failed_calls: 0, judged_days: 50, cached_days: 0 });
    for (const sum of [
      usage.total.cost_usd,
      usage.budget.spent_usd,
      usage.by_upload[0]?.cost_usd,
      usage.by_model[0]?.cost_usd,
    ])
      expect(sum).toBeCloseTo(cost, 6);
    expect(usage.budget.reserved_usd).toBeCloseTo(0, 8);
    expect(usage.by_upload).toMatchObject([{ upload_id: uploadId('cost'), days: 50 }]);
  });
});

describe('a newer version of a day', () => {
  it('takes the place of one that waits: nothing is paid for words that have changed', async () => {
    const versions = [1, 2].map((version) =>
      madeDay({ chat: 'newer', version, texts: ['Hello', 'Hi', 'Bye'].slice(0, version + 1) }),
    );
    await judged(versions);
    const { scored, unscored } = await stand.ends();
    const id = versions[0]?.event.data.day_id;
    expect(unscored.filter((day) => day.day_id === id)).toMatchObject([
      { version: 1, reason: 'transcript_changed' },
    ]);
    expect(scored.filter((day) => day.day_id === id)).toMatchObject([{ version: 2 }]);
    expect(stub.calls.flatMap((call) => call.days)).toHaveLength(1);
  });
});

describe('a budget', () => {
  it('stops hard, warns before, and lets go on when it is raised', async () => {
    const organization = 'budget';
    await ask(SetBudget, { organization, usd_per_month: 0.02 });
    // About 0.01 a call may cost; 0.002 it does.
    const days = madeDays(400, { prefix: 'budget', organization, upload: 'budget' });
    await stand.announce(...days);
    await until(async () => {
      const { jobs } = await ask(GetJobs, {
        organization,
        upload_id: uploadId('budget'),
        status: 'pending',
        limit: 100,
        cursor: null,
      });
      return jobs.some((job) => job.error?.includes('budget'));
    });
    const before = await ask(GetUsage, { organization, ...everything });
    expect(before.budget.spent_usd).toBeLessThanOrEqual(0.02);
    expect(before.budget.warned_percent).toBeGreaterThanOrEqual(50);
    await ask(SetBudget, { organization, usd_per_month: 1 });
    ends += days.length;
    await stand.ended(ends, 30_000);
    const after = await ask(GetUsage, { organization, ...everything });
    expect(after.total.judged_days).toBe(400);
    expect(after.budget.reserved_usd).toBeCloseTo(0, 8);
  });
});
