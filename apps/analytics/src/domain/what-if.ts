import type { IndexRules } from './csi.js';

/**
 * What the index is made of, of all scored days of an organization, ordered by conversation: a column for each, because a
 * million objects would take many times the memory and the time. NaN where something was not measured.
 */
export interface DayColumns {
  readonly days: number;
  /** Number of the conversation, rising. */
  readonly conversation: Uint32Array;
  /** Days since 1970-01-01. */
  readonly date: Int32Array;
  readonly effectiveness: Float64Array;
  readonly effort: Float64Array;
  readonly empathy: Float64Array;
  /** Seconds. */
  readonly firstResponse: Float64Array;
  readonly avgResponse: Float64Array;
  readonly handling: Float64Array;
  /** 1: customer turns, and none of them was ever answered. */
  readonly silent: Uint8Array;
  readonly conversations: number;
}

export const BYTES_A_DAY = 4 + 4 + 6 * 8 + 1;

export const emptyColumns = (days: number): DayColumns & { conversations: number } => ({
  days,
  conversation: new Uint32Array(days),
  date: new Int32Array(days),
  effectiveness: new Float64Array(days),
  effort: new Float64Array(days),
  empathy: new Float64Array(days),
  firstResponse: new Float64Array(days),
  avgResponse: new Float64Array(days),
  handling: new Float64Array(days),
  silent: new Uint8Array(days),
  conversations: 0,
});

/** Means over scored days, 0..100; null of none. */
export interface IndexMeans {
  csi: number | null;
  resolution_quality: number | null;
  customer_ease: number | null;
  service_timeliness: number | null;
  interaction_quality: number | null;
}

/** A conversation of which the mean CSI lies on the other side of the line under the other rules. */
export interface Crossing {
  /** Number of the conversation. */
  readonly conversation: number;
  readonly current: number;
  readonly other: number;
}

export interface WhatIf {
  readonly scoredDays: number;
  readonly conversations: number;
  readonly current: IndexMeans;
  readonly other: IndexMeans;
  /** Every conversation that crosses the line; empty without a line. */
  readonly crossings: Crossing[];
  /** By date, the oldest first; empty where dates were not asked for. */
  readonly daily: DateMeans[];
}

/** Mean CSI of a date under both rules. */
export interface DateMeans {
  /** Days since 1970-01-01. */
  readonly date: number;
  readonly days: number;
  readonly current: number;
  readonly other: number;
}

export interface WhatIfQuestion {
  readonly from: number;
  readonly to: number;
  readonly current: IndexRules;
  readonly other: IndexRules;
  readonly line: number | null;
  readonly daily: boolean;
}

/** Sums of CSI by date. */
class SumsByDate {
  private readonly dates = new Map<number, { days: number; current: number; other: number }>();

  add(date: number, current: number, other: number): void {
    const sums = this.dates.get(date);
    if (sums === undefined) {
      this.dates.set(date, { days: 1, current, other });
      return;
    }
    sums.days++;
    sums.current += current;
    sums.other += other;
  }

  means(): DateMeans[] {
    return [...this.dates]
      .map(([date, { days, current, other }]) => ({
        date,
        days,
        current: current / days,
        other: other / days,
      }))
      .toSorted((a, b) => a.date - b.date);
  }
}

class Sums {
  days = 0;
  private csi = 0;
  private effectiveness = 0;
  private effort = 0;
  private efficiency = 0;
  private empathy = 0;

  add(csi: number, effectiveness: number, effort: number, efficiency: number, empathy: number): void {
    this.days++;
    this.csi += csi;
    this.effectiveness += effectiveness;
    this.effort += effort;
    this.efficiency += efficiency;
    this.empathy += empathy;
  }

  means(): IndexMeans {
    const mean = (sum: number) => (this.days === 0 ? null : sum / this.days);
    return {
      csi: mean(this.csi),
      resolution_quality: mean(10 * this.effectiveness),
      customer_ease: mean(10 * this.effort),
      service_timeliness: mean(10 * this.efficiency),
      interaction_quality: mean(10 * this.empathy),
    };
  }
}

/** The index of a range under two sets of rules. One pass; the days of a conversation lie side by side. */
export function whatIf(columns: DayColumns, question: WhatIfQuestion): WhatIf {
  const { from, to, current, other, line } = question;
  const [now, then] = [new Sums(), new Sums()];
  const byDate = new SumsByDate();
  const crossings: Crossing[] = [];
  let conversations = 0;
  for (let i = 0; i < columns.days;) {
    const conversation = columns.conversation[i] ?? 0;
    let n = 0;
    let sumNow = 0;
    let sumThen = 0;
    for (; i < columns.days && columns.conversation[i] === conversation; i++) {
      const date = columns.date[i] ?? 0;
      if (date < from || date > to) continue;
      n++;
      const csiNow = addDay(now, columns, i, current);
      const csiThen = addDay(then, columns, i, other);
      sumNow += csiNow;
      sumThen += csiThen;
      if (question.daily) byDate.add(date, csiNow, csiThen);
    }
    if (n === 0) continue;
    conversations++;
    if (line === null) continue;
    const [a, b] = [sumNow / n, sumThen / n];
    if (a < line !== b < line) crossings.push({ conversation, current: a, other: b });
  }
  const means = { current: now.means(), other: then.means(), daily: byDate.means() };
  return { scoredDays: now.days, conversations, ...means, crossings };
}

function addDay(sums: Sums, columns: DayColumns, i: number, { weights, timeLimits }: IndexRules): number {
  const effectiveness = columns.effectiveness[i] ?? 0;
  const effort = columns.effort[i] ?? 0;
  const empathy = columns.empathy[i] ?? 0;
  const efficiency = efficiencyAt(columns, i, timeLimits);
  const weighed =
    10 *
    (weights.effectiveness * effectiveness +
      weights.effort * effort +
      weights.efficiency * efficiency +
      weights.empathy * empathy);
  const csi = Math.min(100, Math.max(0, weighed));
  sums.add(csi, effectiveness, effort, efficiency, empathy);
  return csi;
}

/** As `pillarsOf` has it; a scored day has at least one of the three, or silence. */
function efficiencyAt(columns: DayColumns, i: number, limits: IndexRules['timeLimits']): number {
  if (columns.silent[i] === 1) return 0;
  let sum = 0;
  let n = 0;
  const add = (value: number | undefined, limit: number) => {
    if (value === undefined || Number.isNaN(value)) return;
    sum += 10 * Math.max(0, 1 - value / limit);
    n++;
  };
  add(columns.firstResponse[i], limits.first_response_seconds);
  add(columns.avgResponse[i], limits.avg_response_seconds);
  add(columns.handling[i], limits.handling_seconds);
  return n === 0 ? 0 : sum / n;
}
