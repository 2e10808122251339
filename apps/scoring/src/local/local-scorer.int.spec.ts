import { afterAll, describe, expect, it } from 'vitest';
import { judgeDay, LOCAL_SCORER, messageSentiment } from '../domain/local/index.js';
import type { DayToJudge } from '../domain/scorer.js';
import { LocalScorer } from './local-scorer.js';

const scorer = new LocalScorer(1);
afterAll(() => scorer.onApplicationShutdown());

const sum = ({ user, system }: NodeJS.CpuUsage): number => user + system;

const day = (dayId: string, text: string): DayToJudge => ({
  dayId,
  date: '2026-01-02',
  messages: [
    { messageId: `${dayId}-1`, at: 1_000, direction: 'to_company', text },
    {
      messageId: `${dayId}-2`,
      at: 61_000,
      direction: 'to_client',
      text: 'It is solved now, sorry for the trouble.',
    },
  ],
  earlierDays: [],
  attempts: 0,
  maxDays: null,
  names: [],
});

describe('LocalScorer', () => {
  it('gives from its thread what the pure function gives, day by day, without calls', async () => {
    const days = Array.from({ length: 130 }, (_, i) =>
      day(`d${i}`, i % 2 ? 'Thanks, works great!' : 'Still broken. Awful.'),
    );
    const answer = await scorer.judge({
      organization: 'o',
      jobId: 'j',
      runId: 'r',
      days,
      signal: new AbortController().signal,
    });
    expect(scorer.id).toEqual(LOCAL_SCORER);
    expect(answer.usage.calls).toBe(0);
    expect(answer.verdicts.size).toBe(days.length);
    for (const each of days) expect(answer.verdicts.get(each.dayId)).toEqual(judgeDay(each));
  });

  it('leaves the work to its thread: the event loop stays free', async () => {
    const days = Array.from({ length: 500 }, (_, i) =>
      day(`d${i}`, 'It still does not work and nobody answers me! '.repeat(40)),
    );
    const here = process.threadCpuUsage();
    const everywhere = process.cpuUsage();
    await scorer.judge({
      organization: 'o',
      jobId: 'j',
      runId: 'r',
      days,
      signal: new AbortController().signal,
    });
    expect(sum(process.threadCpuUsage(here))).toBeLessThan(sum(process.cpuUsage(everywhere)) / 2);
  });

  it('tells the tone of single messages', async () => {
    const texts = ['This is wonderful, thank you!', 'This is terrible.'];
    expect(await scorer.sentiments(texts)).toEqual(texts.map(messageSentiment));
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('stop'));
    await expect(
      scorer.judge({ organization: 'o', jobId: 'j', runId: 'r', days: [day('d', 'x')], signal }),
    ).rejects.toThrow('stop');
  });
});
