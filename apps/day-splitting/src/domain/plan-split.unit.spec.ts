import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DayState, fingerprintOf, planSplit, type SplitPlan } from './plan-split.js';
import { anyConversation } from '../../test/days-by-definition.js';
import type { DayMessage } from './conversation-day.js';
import { splitIntoDays } from './split-into-days.js';

const at = (instant: string, direction: DayMessage['direction'], username?: string): DayMessage => ({
  messageId: `${instant} ${direction}`,
  at: Date.parse(instant),
  direction,
  tokens: 1,
  agent: username === undefined ? null : { username, email: null },
});

const monday = [at('2026-01-05T10:00:00Z', 'to_company'), at('2026-01-05T11:00:00Z', 'to_client', 'ann')];
const question = at('2026-01-06T23:50:00Z', 'to_company');
const reply = at('2026-01-07T00:10:00Z', 'to_client', 'ann');

/** What stands in the table after a plan was carried out. */
function after(previous: readonly DayState[], plan: SplitPlan): DayState[] {
  const states = new Map(previous.map((state) => [state.date, state]));
  for (const { day, version, fingerprint } of plan.created)
    states.set(day.date, { date: day.date, version, fingerprint });
  for (const { date, version } of plan.retracted) states.set(date, { date, version, fingerprint: null });
  return [...states.values()];
}

const said = (plan: SplitPlan) => ({
  created: plan.created.map(({ day, version }) => `${day.date} v${version}`),
  retracted: plan.retracted.map(({ date, version }) => `${date} v${version}`),
  unchanged: plan.unchanged,
});

describe('plan of a split', () => {
  const first = planSplit([], splitIntoDays([...monday, question], 'UTC'), false);
  const states = after([], first);

  it('creates what is new', () => {
    expect(said(first)).toEqual({ created: ['2026-01-05 v1', '2026-01-06 v1'], retracted: [], unchanged: 0 });
  });

  it('says nothing where nothing changed', () => {
    const again = planSplit(states, splitIntoDays([...monday, question], 'UTC'), false);
    expect(said(again)).toEqual({ created: [], retracted: [], unchanged: 2 });
  });

  it('raises the day whose question a later message answers, and no other', () => {
    const answered = planSplit(states, splitIntoDays([...monday, question, reply], 'UTC'), false);
    expect(said(answered)).toEqual({
      created: ['2026-01-06 v2', '2026-01-07 v1'],
      retracted: [],
      unchanged: 1,
    });
  });

  it('raises every day when forced', () => {
    const forced = planSplit(states, splitIntoDays([...monday, question], 'UTC'), true);
    expect(said(forced).created).toEqual(['2026-01-05 v2', '2026-01-06 v2']);
  });

  it('raises a day whose agent changed', () => {
    const [asked, answered] = monday;
    if (asked === undefined || answered === undefined) throw new Error('two messages');
    const renamed = [asked, { ...answered, agent: { username: 'bob', email: null } }];
    expect(said(planSplit(states, splitIntoDays([...renamed, question], 'UTC'), false)).created).toEqual([
      '2026-01-05 v2',
    ]);
  });

  it('retracts a day that went and goes on above it when the day comes back', () => {
    const berlin = planSplit(states, splitIntoDays([...monday, question], 'Europe/Berlin'), false);
    expect(said(berlin)).toEqual({
      created: ['2026-01-07 v1'],
      retracted: ['2026-01-06 v2'],
      unchanged: 1,
    });
    const moved = after(states, berlin);
    expect(said(planSplit(moved, splitIntoDays([...monday, question], 'Europe/Berlin'), false))).toEqual({
      created: [],
      retracted: [],
      unchanged: 2,
    });
    expect(said(planSplit(moved, splitIntoDays([...monday, question], 'UTC'), false))).toEqual({
      created: ['2026-01-06 v3'],
      retracted: ['2026-01-07 v2'],
      unchanged: 1,
    });
  });

  it('never says a version twice, and ends with exactly the days there are, whatever came before', () => {
    const history = fc.array(fc.tuple(anyConversation, fc.boolean()), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(history, (steps) => {
        let states: DayState[] = [];
        const versions = new Set<string>();
        for (const [{ messages, timeZone }, force] of steps) {
          const days = splitIntoDays(messages, timeZone);
          const plan = planSplit(states, days, force);
          const { created, retracted, unchanged } = said(plan);
          expect(created.length + unchanged).toBe(days.length);
          for (const version of [...created, ...retracted]) {
            expect(versions).not.toContain(version);
            versions.add(version);
          }
          states = after(states, plan);
          const live = states.filter((state) => state.fingerprint !== null);
          expect(new Map(live.map((state) => [state.date, state.fingerprint]))).toEqual(
            new Map(days.map((day) => [day.date, fingerprintOf(day)])),
          );
        }
      }),
    );
  });
});
