import { describe, expect, it } from 'vitest';
import { dateIn, datesBetween, isCalendarDate } from './calendar-date.js';

describe('calendar dates', () => {
  it.each(['2026-01-01', '2024-02-29', '0001-01-01', '9999-12-31'])('%s exists', (date) =>
    expect(isCalendarDate(date)).toBe(true),
  );

  it.each([
    '2026-02-29',
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '2026-1-1',
    '20260101',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '２０２６-01-01',
    '',
    '-2026-01-01',
  ])('%j does not', (date) => expect(isCalendarDate(date)).toBe(false));

  it('counts both ends, over leap days and clock changes', () => {
    expect(datesBetween('2026-03-28', '2026-03-30')).toBe(3);
    expect(datesBetween('2024-01-01', '2024-12-31')).toBe(366);
    expect(datesBetween('2026-01-02', '2026-01-01')).toBe(0);
  });

  it('knows the date in a zone', () => {
    const instant = new Date('2026-11-20T23:30:00Z');
    expect(
      ['UTC', 'Europe/Berlin', 'Pacific/Auckland', 'America/New_York'].map((zone) => dateIn(zone, instant)),
    ).toEqual(['2026-11-20', '2026-11-21', '2026-11-21', '2026-11-20']);
  });
});
