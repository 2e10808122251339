import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concludeJob } from './conclude-job.js';
import type { Judgement, ScorerVerdict } from './scorer.js';

const judgement: Judgement = {
  metrics: {
    sentiment_score: 5,
    sentiment_shift: 0,
    resolution_achieved: null,
    fcr_score: null,
    ces: 4,
    predicted_rating: 3,
    topics: [],
    outcome: 'pending',
  },
  nullReasons: {},
  confidence: {},
  reason: '',
  quotes: [],
};
const judged: ScorerVerdict = { kind: 'judged', judgement };
const again: ScorerVerdict = { kind: 'again', why: 'missing', counts: true, maxDays: null, waitMs: 0 };
const refused: ScorerVerdict = { kind: 'unscored', reason: 'refused', detail: 'x'.repeat(900) };
const cancelled: ScorerVerdict = { kind: 'unscored', reason: 'cancelled', detail: '' };

const conclude = (...verdicts: (ScorerVerdict | null)[]) =>
  concludeJob(
    verdicts.map((_, i) => ({ dayId: `d${i}` })),
    new Map(verdicts.flatMap((v, i) => (v === null ? [] : [[`d${i}`, v] as const]))),
  );

describe('concludeJob', () => {
  it('accounts for every day exactly once, whatever the scorer said', () => {
    const verdict = fc.constantFrom(judged, again, refused, cancelled, null);
    fc.assert(
      fc.property(fc.array(verdict, { minLength: 1, maxLength: 50 }), (verdicts) => {
        const { scored, unscored, again: waiting } = conclude(...verdicts);
        const ids = [...scored, ...unscored, ...waiting].map((entry) => entry.day.dayId).sort();
        expect(ids).toEqual(verdicts.map((_, i) => `d${i}`).sort());
      }),
    );
  });

  it('asks again for a day the scorer forgot', () => {
    expect(conclude(judged, null).again.map((entry) => entry.day.dayId)).toEqual(['d1']);
  });

  it.each([
    ['completed', [judged, refused]],
    ['completed', [refused]],
    ['partial', [judged, again]],
    ['partial', [refused, again]],
    ['failed', [again, again]],
    ['cancelled', [cancelled, cancelled]],
    ['completed', [cancelled, judged]],
  ] as const)('is %s', (status, verdicts) => {
    expect(conclude(...verdicts).status).toBe(status);
  });

  it('keeps details short enough for the event', () => {
    expect(conclude(refused).unscored[0]?.detail).toHaveLength(500);
  });
});
