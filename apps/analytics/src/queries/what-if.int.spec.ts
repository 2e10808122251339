import { DEFAULT_TIME_LIMITS, GetWhatIf, type RequestOf } from '@powerpulse/contracts';
import { Conflict, InvalidInput } from '@powerpulse/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OracleDay } from '../../../../test/oracle/days.js';
import { conversations, dailyMetrics, metricsOf } from '../../../../test/oracle/metrics.js';
import { ask } from '../../test/ask.js';
import { DayEvents } from '../../test/day-events.js';
import { openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { seededHistory } from '../../test/seeded-history.js';
import { ColumnsCache } from '../what-if/columns-cache.js';
import { GetWhatIfHandler, GetWhatIfQuery } from './get-what-if.query.js';
import { LiveModels } from './live-models.js';

const weights = { effectiveness: 0.1, effort: 0.2, efficiency: 0.6, empathy: 0.1 };
const limits = { first_response_seconds: 900, avg_response_seconds: 4000, handling_seconds: 100 };
const standard = { effectiveness: 0.35, effort: 0.25, efficiency: 0.25, empathy: 0.15 };

type Row = Record<'effectiveness' | 'effort' | 'empathy', number> &
  Record<'first_response_time' | 'avg_response_time' | 'total_handling_time', number | null> & {
    chat_id: string;
    date: string;
    customer_turns: number;
    unanswered_turns: number;
  };

/** The definitions of docs/metrics.md once more, day by day. */
function oracleDay(row: Row, w: typeof weights, l: typeof limits): OracleDay {
  const handling = row.total_handling_time === null ? null : row.total_handling_time * 60;
  const terms = [
    [row.first_response_time, l.first_response_seconds],
    [row.avg_response_time, l.avg_response_seconds],
    [handling, l.handling_seconds],
  ].flatMap(([value, max]) => (value === null ? [] : [10 * Math.max(0, 1 - value! / max!)]));
  const silent = row.customer_turns > 0 && row.unanswered_turns === row.customer_turns;
  const efficiency = silent ? 0 : terms.reduce((a, b) => a + b, 0) / terms.length;
  const { effectiveness, effort, empathy, chat_id: chatId, date } = row;
  const csi =
    10 *
    (w.effectiveness * effectiveness + w.effort * effort + w.efficiency * efficiency + w.empathy * empathy);
  return { chatId, date, outbound: false, effectiveness, effort, efficiency, empathy, csi } as OracleDay;
}

describe('what if', () => {
  let analytics: TestAnalytics;
  let handler: GetWhatIfHandler;
  let rows: Row[];

  beforeAll(async () => {
    analytics = await openAnalytics();
    await analytics.project(seededHistory({ seed: 21, conversations: 80 }), 500);
    handler = new GetWhatIfHandler(new LiveModels(analytics.database), new ColumnsCache(2 ** 20));
    rows = await analytics.database.query<Row>('select * from conversation_days where csi is not null');
  });
  afterAll(() => analytics.close());

  const question = { organization: 'default', start_date: null, end_date: null, weights: null };
  const whatIf = (asked: Partial<RequestOf<typeof GetWhatIf>>) =>
    ask(GetWhatIf, { ...question, time_limits: null, line: null, limit: 100, ...asked }, (request) =>
      handler.execute(new GetWhatIfQuery(request)),
    );
  const near = (actual: number | null, expected: number | null) => expect(actual).toBeCloseTo(expected!, 8);

  it.each([
    [null, null],
    ['2026-01-20', '2026-02-10'],
    ['2026-02-10', null],
  ])('from %s to %s says what the definitions say, under both rules', async (start_date, end_date) => {
    const inside = rows.filter(({ date }) => date >= (start_date ?? '0001') && date <= (end_date ?? '9999'));
    const answer = await whatIf({
      start_date,
      end_date,
      weights,
      time_limits: limits,
      line: 50,
      daily: true,
    });
    const [now, then] = [
      inside.map((row) => oracleDay(row, standard, DEFAULT_TIME_LIMITS)),
      inside.map((row) => oracleDay(row, weights, limits)),
    ];
    for (const [index, days] of [
      [answer.current, now],
      [answer.what_if, then],
    ] as const) {
      const expected = metricsOf(days);
      near(index.csi, expected.csi);
      near(index.resolution_quality, expected.resolution_quality);
      near(index.customer_ease, expected.customer_ease);
      near(index.service_timeliness, expected.service_timeliness);
      near(index.interaction_quality, expected.interaction_quality);
      expect([answer.scored_days, answer.conversations]).toEqual([
        expected.scored_days,
        expected.sample_count,
      ]);
    }
    const later = new Map(dailyMetrics(then).map(({ date, csi }) => [date, csi]));
    const byDate = dailyMetrics(now);
    expect(answer.daily!.map(({ date }) => date)).toEqual(byDate.map(({ date }) => date));
    for (const [i, { date, scored_days, csi }] of byDate.entries()) {
      const told = answer.daily![i]!;
      expect(told.scored_days).toBe(scored_days);
      near(told.current_csi, csi);
      near(told.what_if_csi, later.get(date)!);
    }
    const after = new Map(conversations(then).map((each) => [each.chat_id, each.csi!]));
    const crossed = conversations(now)
      .map(({ chat_id, csi }) => ({ chat_id, current_csi: csi!, what_if_csi: after.get(chat_id)! }))
      .filter((each) => each.current_csi < 50 !== each.what_if_csi < 50);
    const named = answer.crossing!.conversations;
    expect(named.map(({ chat_id }) => chat_id).sort()).toEqual(crossed.map(({ chat_id }) => chat_id).sort());
    expect(named.length).toBeGreaterThan(0);
    expect(answer.crossing!.falls_below + answer.crossing!.rises_above).toBe(crossed.length);
    for (const each of named) near(each.what_if_csi, after.get(each.chat_id)!);
  });

  it('stores nothing, and takes in what has happened since', async () => {
    const before = await whatIf({ weights });
    const events = new DayEvents();
    const day = { chatId: 'since', date: '2026-03-09', version: 1 };
    await analytics.project([events.created(day), events.scored([day])]);
    const after = await whatIf({ weights });
    expect(after.scored_days).toBe(before.scored_days + 1);
    expect(await whatIf({})).toMatchObject({ what_if: after.current });
    expect(await analytics.database.query('select from generations')).toHaveLength(1);
  });

  it('has null for nothing, and refuses what makes no sense', async () => {
    const nothing = await whatIf({ organization: 'nobody', line: 60 });
    expect(nothing).toMatchObject({ scored_days: 0, current: { csi: null }, what_if: { csi: null } });
    expect(nothing.crossing).toMatchObject({ falls_below: 0, rises_above: 0, conversations: [] });
    await expect(whatIf({ weights: { ...weights, effort: 0.9 } })).rejects.toThrow(InvalidInput);
    await expect(whatIf({ start_date: '2026-02-01', end_date: '2026-01-01' })).rejects.toThrow(InvalidInput);
  });

  it('holds no more in memory than it may', async () => {
    const small = new GetWhatIfHandler(new LiveModels(analytics.database), new ColumnsCache(1_000));
    const asked = { ...question, time_limits: null, line: null, limit: 0 };
    await expect(small.execute(new GetWhatIfQuery(asked))).rejects.toThrow(Conflict);
  });
});
