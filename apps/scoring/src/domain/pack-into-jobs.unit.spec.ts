import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillOf, packIntoJobs, type JobBounds, type WaitingDay } from './pack-into-jobs.js';

const LLM: JobBounds = {
  maxDays: 40,
  maxTokens: 16_000,
  fixedTokens: 1_500,
  answer: { tokensPerDay: 200, maxTokens: 13_107 },
  lingerMs: 500,
  quietMs: 100,
};
const LOCAL: JobBounds = {
  maxDays: 300,
  maxTokens: null,
  fixedTokens: 0,
  answer: null,
  lingerMs: 50,
  quietMs: 50,
};

const day = (tokens: number, since = 0, maxDays: number | null = null): WaitingDay => ({
  tokens,
  since,
  maxDays,
});
const tokensOf = (days: readonly WaitingDay[]) => days.reduce((sum, d) => sum + d.tokens, 0);

describe('packIntoJobs', () => {
  it('keeps all three bounds, loses no day and packs none twice, whatever the days', () => {
    const anyDay = fc.record({
      tokens: fc.integer({ min: 1, max: 20_000 }),
      since: fc.integer({ min: 0, max: 1_000 }),
      maxDays: fc.constantFrom(null, null, null, 1, 5, 20),
    });
    fc.assert(
      fc.property(fc.array(anyDay, { maxLength: 300 }), fc.integer({ min: 0, max: 2_000 }), (days, now) => {
        const jobs = packIntoJobs(days, LLM, now);
        for (const job of jobs) {
          expect(job.length).toBeGreaterThan(0);
          if (job.length > 1)
            expect(fillOf(job.length, tokensOf(job), LLM.maxDays, LLM)).toBeLessThanOrEqual(1);
          for (const d of job) expect(job.length).toBeLessThanOrEqual(d.maxDays ?? LLM.maxDays);
        }
        const packed = jobs.flat();
        expect(new Set(packed).size).toBe(packed.length);
        const left = days.filter((d) => !packed.includes(d));
        for (const d of left) expect(now - d.since).toBeLessThan(LLM.lingerMs);
      }),
    );
  });

  it('fills at least 90 % of the nearest bound when enough days wait', () => {
    const sizes = fc.array(fc.integer({ min: 20, max: 1_400 }), { minLength: 400, maxLength: 800 });
    fc.assert(
      fc.property(sizes, (tokens) => {
        const full = packIntoJobs(
          tokens.map((t) => day(t)),
          LLM,
          0,
        );
        expect(full.length).toBeGreaterThan(0);
        const fills = full.map((job) => fillOf(job.length, tokensOf(job), LLM.maxDays, LLM));
        expect(fills.reduce((a, b) => a + b, 0) / fills.length).toBeGreaterThanOrEqual(0.9);
      }),
    );
  });

  it('lets a day linger while others come, and no longer', () => {
    const [old, recent] = [day(100, 0), day(100, 450)];
    expect(packIntoJobs([old, recent], LLM, 499)).toEqual([]);
    expect(packIntoJobs([old, recent], LLM, 500)).toEqual([[old, recent]]);
  });

  it('lets nobody wait once no more days come', () => {
    expect(packIntoJobs([day(100, 0)], LLM, 99)).toEqual([]);
    expect(packIntoJobs([day(100, 0)], LLM, 100)).toEqual([[day(100, 0)]]);
  });

  it('sends a day larger than a job by itself', () => {
    const jobs = packIntoJobs([day(100), day(50_000), day(100)], LLM, 1_000);
    expect(jobs.map((job) => job.map((d) => d.tokens))).toEqual([[50_000], [100, 100]]);
  });

  it('judges alone what must be alone', () => {
    const jobs = packIntoJobs([day(10, 0, 1), day(10), day(10, 0, 1), day(10)], LLM, 1_000);
    expect(jobs.map((job) => job.length).sort()).toEqual([1, 1, 2]);
  });

  it('has no token bound for the local scorer', () => {
    const days = Array.from({ length: 700 }, () => day(100_000));
    expect(packIntoJobs(days, LOCAL, 100).map((job) => job.length)).toEqual([300, 300, 100]);
  });
});
