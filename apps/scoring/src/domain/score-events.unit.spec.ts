import { BatchScored } from '@powerpulse/contracts';
import { dayId } from '@powerpulse/ids';
import { describe, expect, it } from 'vitest';
import { batchScoredEvents, scoredDay } from './score-events.js';

const scorer = { provider: 'local', model: 'm', rubric: 'r' };
const usage = { calls: 1, input_tokens: 9, output_tokens: 3, cost_usd: 0.5, duration_ms: 12, cached_days: 2 };
const days = Array.from({ length: 100 }, (_, i) =>
  scoredDay(
    {
      dayId: dayId('default', 'c', String(i)),
      version: 1,
      conversationId: dayId('default', 'c', 'x'),
      date: '2026-01-02',
      transcriptHash: 'h'.repeat(64),
      uploadIds: [dayId('default', 'u', 'x')],
    },
    {
      metrics: {
        sentiment_score: 5,
        sentiment_shift: 0,
        resolution_achieved: null,
        fcr_score: null,
        ces: 4,
        predicted_rating: 3,
        topics: [{ slug: 'ünïcode', label: 'Ünïcode' }],
        outcome: 'pending',
      },
      nullReasons: { fcr_score: 'why' },
      confidence: { ces: 0.5 },
      reason: 'not in events',
      quotes: [],
    },
  ),
);
const jobId = dayId('default', 'j', 'x');

describe('batchScoredEvents', () => {
  it('names every day once, keeps each event under the limit and counts usage once', () => {
    const events = batchScoredEvents({ jobId, scorer, usage }, days, 10_000);
    expect(events.length).toBeGreaterThan(3);
    expect(events.flatMap((e) => e.days)).toEqual(days);
    for (const event of events) {
      expect(Buffer.byteLength(JSON.stringify(event.days))).toBeLessThanOrEqual(10_001);
      expect(() => BatchScored.schema.parse(event)).not.toThrow();
    }
    expect(events.map((e) => e.usage.calls)).toEqual([1, ...Array<number>(events.length - 1).fill(0)]);
  });

  it('is one event where all fits, none where nothing was scored', () => {
    expect(batchScoredEvents({ jobId, scorer, usage }, days)).toHaveLength(1);
    expect(batchScoredEvents({ jobId, scorer, usage }, [])).toEqual([]);
  });

  it('carries no words about the conversation', () => {
    expect(JSON.stringify(batchScoredEvents({ jobId, scorer, usage }, days))).not.toContain('not in events');
  });
});
