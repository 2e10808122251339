import type { RejectReasonName } from './reject-reasons.js';

const DAY_MS = 86_400_000;
/** Clocks differ; a message can't be from further ahead than this. */
const MAX_AHEAD_MS = DAY_MS;
const LONGEST_TIME = 60;

const DATE_AND_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?: ?([Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?))?/;
/** ISO 8601 basic form. */
const COMPACT = /^(\d{4})(\d\d)(\d\d)[Tt](\d\d)(\d\d)(\d\d)(?:[.,](\d+))?([Zz]|[+-]\d\d(?::?\d\d)?)?/;
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export type InstantOrReason = number | RejectReasonName;

/**
 * Epoch milliseconds of a time that says its offset; else the reason why not. Never the zone of this process, never
 * "now". Digits beyond milliseconds are cut off.
 */
export function parseInstant(value: unknown, now: number): InstantOrReason {
  if (value == null) return 'time_missing';
  if (typeof value !== 'string') return 'time_not_text';
  const text = value.trim();
  if (text === '') return 'time_missing';
  if (text.length > LONGEST_TIME) return 'time_unreadable';
  const match = DATE_AND_TIME.exec(text) ?? COMPACT.exec(text);
  if (match === null) return 'time_unreadable';
  const [whole, year, month, day, hour, minute, second = '0', fraction = '', offset] = match;
  const rest = text.slice(whole.length);
  if (offset === undefined)
    return rest === '' || /^[ [(]/.test(rest) ? 'time_without_offset' : 'time_unreadable';
  if (rest !== '') return 'time_unreadable';
  return instantOf(
    [year, month, day, hour, minute, second].map(Number),
    Number(fraction.slice(0, 3).padEnd(3, '0')),
    offsetMinutes(offset),
    now,
  );
}

/** NaN where there is no such offset. */
function offsetMinutes(offset: string): number {
  if (!/^[+-]/.test(offset)) return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', ''));
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function instantOf(parts: number[], milliseconds: number, offset: number, now: number): InstantOrReason {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (second === 60) return 'time_leap_second';
  const isDay = day >= 1 && day <= daysIn(year, month);
  if (!isDay || hour > 23 || minute > 59 || second > 59 || Number.isNaN(offset)) return 'time_impossible';
  // Date.UTC takes years below 100 for years of the twentieth century.
  if (year < 1900) return 'time_before_epoch';
  const at = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds) - offset * 60_000;
  if (at <= 0) return 'time_before_epoch';
  return at > now + MAX_AHEAD_MS ? 'time_in_future' : at;
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && !isLeap ? 28 : (DAYS_IN_MONTH[month - 1] ?? 0);
}
