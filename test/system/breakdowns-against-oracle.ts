import { expect } from 'vitest';
import { type OracleDay } from '../oracle/days.js';
import { metricsOf, periodMetrics } from '../oracle/metrics.js';
import { type Api, patiently } from './api.js';
import { expectClose } from './close-to.js';

/** Groups of a range, and what its change is made of, from the oracle's days. */
export async function expectBreakdowns({ client }: Api, oracle: OracleDay[], start: string, end: string) {
  const range = { start_date: start, end_date: end };
  const inside = oracle.filter((day) => day.date >= start && day.date <= end);
  for (const [group_by, membersOf] of [
    ['topic', (day: OracleDay) => day.judged?.topics ?? []],
    ['outcome', (day: OracleDay) => [day.judged?.outcome].filter((outcome) => outcome != null)],
  ] as const) {
    const params = { query: { ...range, group_by, groups: 100 } };
    const { groups } = await patiently(() => client.GET('/api/metrics', { params }));
    const members = new Set(inside.flatMap(membersOf));
    expect(groups?.total).toBe(members.size);
    for (const row of groups?.groups ?? []) {
      const own = inside.filter((day) => membersOf(day).includes(row.group));
      const {
        sample_count: _,
        topic_frequency: __,
        sentiment_distribution: ___,
        ...expected
      } = metricsOf(own);
      expectClose(row, expected, `${group_by} ${row.group}`);
    }
  }
  const params = { query: { ...range, limit: 100 } };
  const { change } = await patiently(() => client.GET('/api/metrics/explain', { params }));
  if (change === null) throw new Error('both periods have scored days');
  const expected = periodMetrics(oracle, start, end).deltas!['csi']!;
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  expectClose(
    {
      delta: change.delta,
      pillars: sum(change.pillars.map(({ contribution }) => contribution)),
      topics: sum(change.topics.parts.map(({ contribution }) => contribution)),
    },
    { delta: expected, pillars: expected, topics: expected },
    `explain ${start} to ${end}`,
  );
  const scored = inside.filter((day) => day.csi !== null);
  for (const part of change.topics.parts) {
    const shares = scored.map(({ judged }) => {
      const topics = judged?.topics ?? [];
      if (topics.length === 0) return part.group === null ? 1 : 0;
      return topics.includes(part.group ?? '') ? 1 / topics.length : 0;
    });
    expect(part.days.after, part.group ?? 'none').toBeCloseTo(sum(shares), 6);
  }
}
