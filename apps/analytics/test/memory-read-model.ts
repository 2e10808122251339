import type { DayState } from '../src/domain/conversation-day.js';
import { dayKey } from '../src/domain/conversation-day.js';
import type { DailyKey, DayShares } from '../src/domain/daily-deltas.js';
import { dateNumber } from '../src/domain/date-totals.js';
import { type GapDelta, NEVER, SCORED_DAY } from '../src/domain/day-gaps.js';
import { type GapTable, NONE_BEFORE } from '../src/domain/gap-table.js';
import { deltasOf, periodValues, sampleSizes, sentimentDistribution } from '../src/domain/period-metrics.js';
import {
  type Changes,
  type ProjectionRules,
  projectConversations,
} from '../src/domain/project-conversations.js';
import type { ConversationSummary } from '../src/domain/summarize-conversation.js';
import { addTotals, areZero, noTotals, type Totals } from '../src/domain/totals.js';

/** The read models as maps: what the tables hold, for tests of the rules alone. */
export class MemoryReadModel {
  readonly rows = new Map<string, DayState>();
  readonly daily = new Map<string, DailyKey & { totals: Totals; shares: DayShares }>();
  readonly gaps = new Map<string, GapDelta>();
  readonly conversations = new Map<string, ConversationSummary>();

  constructor(private readonly rules: ProjectionRules) {}

  project(said: readonly DayState[]): void {
    const ids = new Set(said.map((state) => state.conversationId));
    const known = [...this.rows.values()].filter((row) => ids.has(row.conversationId));
    const changes = changesOf(projectConversations(known, said, this.rules));
    for (const { state } of changes.days) this.rows.set(dayKey(state), state);
    for (const summary of changes.conversations) this.conversations.set(summary.conversationId, summary);
    for (const id of changes.gone) this.conversations.delete(id);
    for (const { totals, shares, ...key } of changes.daily) {
      const text = JSON.stringify([key.date, key.dimension, key.member, key.scorer]);
      const row = this.daily.get(text) ?? { ...key, totals: noTotals(), shares: { days: 0n, csi: 0n } };
      addTotals(row.totals, totals, 1);
      row.shares.days += shares.days;
      row.shares.csi += shares.csi;
      if (areZero(row.totals)) this.daily.delete(text);
      else this.daily.set(text, row);
    }
    for (const gap of changes.gaps) {
      const text = `${gap.series} ${gap.date} ${gap.previous}`;
      const n = (this.gaps.get(text)?.n ?? 0) + gap.n;
      if (n === 0) this.gaps.delete(text);
      else this.gaps.set(text, { ...gap, n });
    }
  }

  dates(): string[] {
    return [...new Set([...this.daily.values()].map((row) => row.date))].sort();
  }

  /** As `GET /api/metrics` shows a period. */
  metrics(start: string | null, end: string | null) {
    const totals = this.totals(start, end);
    const values = periodValues(totals);
    return {
      ...values,
      sentiment_distribution: sentimentDistribution(totals),
      topic_frequency: this.topicFrequency(start, end),
      sample_count: this.conversationsIn(SCORED_DAY, start, end),
      scored_days: totals.counts.scored_days,
      unscored_days: totals.counts.unscored_days,
      outbound_days: totals.counts.outbound_days,
      sample_sizes: sampleSizes(totals),
      deltas: start === null || end === null ? null : deltasOf(values, this.previous(start, end)),
    };
  }

  conversationsIn(series: string, start: string | null, end: string | null): number {
    return [...this.gaps.values()]
      .filter((gap) => gap.series === series && within(gap.date, start, end))
      .filter((gap) => gap.previous === '-infinity' || (start !== null && gap.previous < start))
      .reduce((sum, gap) => sum + gap.n, 0);
  }

  gapTable(series: string): GapTable {
    const gaps = [...this.gaps.values()]
      .filter((gap) => gap.series === series)
      .sort((a, b) => (a.date < b.date ? -1 : 1));
    return {
      dates: Int32Array.from(gaps, ({ date }) => dateNumber(date)),
      previous: Int32Array.from(gaps, ({ previous }) =>
        previous === NEVER ? NONE_BEFORE : dateNumber(previous),
      ),
      n: Int32Array.from(gaps, ({ n }) => n),
    };
  }

  private previous(start: string, end: string) {
    const length = (Date.parse(end) - Date.parse(start)) / DAY_MS + 1;
    return periodValues(this.totals(plusDays(start, -length), plusDays(start, -1)));
  }

  private totals(start: string | null, end: string | null): Totals {
    const totals = noTotals();
    for (const row of this.daily.values())
      if (row.dimension === 'all' && within(row.date, start, end)) addTotals(totals, row.totals, 1);
    return totals;
  }

  private topicFrequency(start: string | null, end: string | null) {
    const days = new Map<string, number>();
    for (const { dimension, member, date, totals } of this.daily.values()) {
      if (dimension !== 'topic' || !within(date, start, end)) continue;
      const { scored_days, unscored_days } = totals.counts;
      days.set(member, (days.get(member) ?? 0) + scored_days + unscored_days);
    }
    return [...days]
      .map(([topic, frequency]) => ({ topic, frequency }))
      .sort((a, b) => b.frequency - a.frequency || (a.topic < b.topic ? -1 : 1));
  }
}

const DAY_MS = 86_400_000;
const plusDays = (date: string, n: number) =>
  new Date(Date.parse(date) + n * DAY_MS).toISOString().slice(0, 10);
const within = (date: string, start: string | null, end: string | null) =>
  (start === null || date >= start) && (end === null || date <= end);

function changesOf(steps: Generator<undefined, Changes>): Changes {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
