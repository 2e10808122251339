import { DEFAULT_TIME_LIMITS, scorerKey, type WeightProfile } from '@powerpulse/contracts';
import { describe, expect, it } from 'vitest';
import { DayEvents, LOCAL, OTHER } from '../../test/day-events.js';
import type { DayState } from './conversation-day.js';
import { countedDay } from './derive-day.js';
import { type DayEvent, evolve, statedBy } from './evolve-day.js';
import { BUILT_IN_PROFILES } from './weights.js';

const events = new DayEvents();
const day = { chatId: 'c', date: '2026-01-05', version: 1 };
const { weights }: WeightProfile = BUILT_IN_PROFILES.standard;

function rowAfter(history: DayEvent[], activeScorer: string | null = null): DayState {
  let row: DayState | undefined;
  for (const event of history) for (const said of statedBy(event)) row = evolve(row, said, activeScorer);
  return row!;
}

/** The same in both directions, so that no expectation here depends on order. */
function after(history: DayEvent[], activeScorer: string | null = null) {
  const row = rowAfter(history, activeScorer);
  expect(rowAfter(history.toReversed(), activeScorer)).toEqual(row);
  expect(rowAfter([...history, ...history], activeScorer)).toEqual(row);
  return countedDay(row, { weights, timeLimits: DEFAULT_TIME_LIMITS });
}

const score = (value: number, options?: Parameters<DayEvents['scored']>[1], version = 1) =>
  events.scored([{ ...day, version, metrics: { sentiment_score: value } }], options);

describe('the row of a conversation-day', () => {
  it('waits for its judgement', () => {
    expect(after([events.created(day)])).toMatchObject({
      status: 'unscored',
      unscoredReason: 'waiting',
      metrics: null,
      csi: null,
    });
  });

  it('is no day before it was created', () => {
    expect(after([score(6)])).toBeNull();
  });

  it('counts with its score', () => {
    const counted = after([events.created(day), score(6)]);
    expect(counted).toMatchObject({ status: 'scored', unscoredReason: null, scorer: LOCAL });
    expect(counted?.csi).toBeCloseTo(74.73611111111111, 9);
  });

  it('says why it has no score', () => {
    expect(after([events.created(day), events.unscored(day)])).toMatchObject({
      status: 'unscored',
      unscoredReason: 'refused',
      scorer: LOCAL,
    });
    const noEffort = events.scored([{ ...day, metrics: { ces: null } }]);
    expect(after([events.created(day), noEffort])).toMatchObject({
      status: 'unscored',
      unscoredReason: 'missing_pillars',
      csi: null,
      metrics: { ces: null, sentiment_score: 6 },
    });
  });

  it('waits again in a new version: a judgement of another text does not count', () => {
    const second = { ...day, version: 2 };
    expect(after([events.created(day), score(6), events.created(second)])).toMatchObject({
      unscoredReason: 'waiting',
      metrics: null,
    });
    expect(
      after([events.created(day), score(6), events.created(second), score(2, {}, 2)])?.metrics,
    ).toMatchObject({ sentiment_score: 2 });
  });

  it('is waiting, not old, where the judgement of the next version came first', () => {
    expect(after([events.created(day), score(6), score(2, {}, 2)])).toMatchObject({ status: 'unscored' });
  });

  it('vanishes when retracted, and comes back in a higher version', () => {
    const retracted = events.retracted({ ...day, version: 2 });
    expect(after([events.created(day), score(6), retracted])).toBeNull();
    const again = { ...day, version: 3 };
    expect(after([events.created(day), retracted, events.created(again), score(4, {}, 3)])).toMatchObject({
      status: 'scored',
    });
  });

  it('counts an outbound day and never averages it', () => {
    const outbound = events.created({ ...day, customerMessages: 0, messages: 3 });
    expect(after([outbound, score(6)])).toMatchObject({
      status: 'outbound',
      metrics: null,
      csi: null,
      unscoredReason: null,
      pillars: { efficiency: null },
      facts: { messages: 3 },
    });
  });
});

describe('of several judgements of one version', () => {
  const early = { at: '2026-01-06T08:00:00.000Z' };
  const late = { at: '2026-01-07T08:00:00.000Z' };

  it('the newest counts', () => {
    const counted = after([events.created(day), score(9, late), score(3, early)]);
    expect(counted?.metrics?.sentiment_score).toBe(9);
  });

  it("the active scorer's counts, however old", () => {
    const history = [
      events.created(day),
      score(3, { ...early, scorer: OTHER }),
      score(9, { ...late, scorer: LOCAL }),
    ];
    expect(after(history)?.scorer).toEqual(LOCAL);
    expect(after(history, scorerKey(OTHER))?.scorer).toEqual(OTHER);
    expect(after(history, 'nobody/at-all@1')?.scorer).toEqual(LOCAL);
  });

  it('a score counts rather than the lack of one', () => {
    const refused = events.unscored(day, { ...late, scorer: OTHER });
    expect(after([events.created(day), score(3, early), refused])).toMatchObject({ status: 'scored' });
    expect(after([events.created(day), score(3, early), refused], scorerKey(OTHER))).toMatchObject({
      status: 'scored',
    });
  });
});
