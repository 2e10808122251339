import type { DailyDelta } from './daily-deltas.js';

/**
 * How many days have a topic: per date, and per month (its first date), so that a range of years is a matter of months
 * and of the days at its two ends.
 */
export interface TopicDelta {
  readonly period: 'day' | 'month';
  readonly date: string;
  readonly topic: string;
  readonly scorer: string;
  readonly days: number;
}

export function topicDeltas(daily: readonly DailyDelta[]): TopicDelta[] {
  const deltas = new Map<string, TopicDelta>();
  const add = (delta: TopicDelta) => {
    const key = `${delta.period} ${delta.date} ${delta.topic.length} ${delta.topic}${delta.scorer}`;
    deltas.set(key, { ...delta, days: delta.days + (deltas.get(key)?.days ?? 0) });
  };
  for (const { dimension, date, member: topic, scorer, totals } of daily) {
    const days = totals.counts.scored_days + totals.counts.unscored_days;
    if (dimension !== 'topic' || days === 0) continue;
    add({ period: 'day', date, topic, scorer, days });
    add({ period: 'month', date: `${date.slice(0, 8)}01`, topic, scorer, days });
  }
  return [...deltas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, delta]) => delta);
}

/** One of them; a month is known by its first date. Dates are numbered from 1970-01-01. */
export interface Period {
  readonly period: 'day' | 'month';
  readonly date: number;
}

/** Dates of one kind of period, both ends inclusive. */
interface PeriodRange {
  readonly period: 'day' | 'month';
  readonly from: string;
  readonly to: string;
}

/** The periods that make up a range: whole months where there are any, days at the ends. Null means no bound. */
export function periodsOf(start: string | null, end: string | null): PeriodRange[] {
  const first = start === null ? null : monthOf(start) + (start.endsWith('-01') ? 0 : 1);
  const last = end === null ? null : monthOf(end) - (isLastOfMonth(end) ? 0 : 1);
  if (start !== null && end !== null && first !== null && last !== null && first > last)
    return [{ period: 'day', from: start, to: end }];
  const ranges: PeriodRange[] = [
    {
      period: 'month',
      from: first === null ? '-infinity' : firstOf(first),
      to: last === null ? 'infinity' : firstOf(last),
    },
  ];
  if (start !== null && first !== monthOf(start))
    ranges.push({ period: 'day', from: start, to: lastOf(monthOf(start)) });
  if (end !== null && last !== monthOf(end))
    ranges.push({ period: 'day', from: firstOf(monthOf(end)), to: end });
  return ranges;
}

/** The first dates of the months from that of one date to that of another. */
export function monthsBetween(from: string, to: string): string[] {
  const first = monthOf(from);
  return Array.from({ length: Math.max(0, monthOf(to) - first + 1) }, (_, i) => firstOf(first + i));
}

/** Months since year 0. */
const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;

const firstOf = (month: number): string => `${yearAndMonth(month)}-01`;

const lastOf = (month: number): string => `${yearAndMonth(month)}-${lengthOf(month)}`;

const isLastOfMonth = (date: string): boolean => date === lastOf(monthOf(date));

const yearAndMonth = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;

function lengthOf(month: number): number {
  const year = Math.floor(month / 12);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month % 12] ?? 31;
}
