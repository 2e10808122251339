import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calendarIn, isTimeZone } from './calendar.js';

interface Case {
  group: string;
  id: string;
  input: { tenant_timezone: string; sent_at: string };
  via: string;
  expect: { detail: string };
}

const badInputs = JSON.parse(
  readFileSync(new URL('../../../../test/data/bad-inputs.json', import.meta.url), 'utf8'),
) as Case[];
const dayCases = badInputs.filter((c) => c.group === 'dst-day' && c.via === 'upload+read-model');

/** An instant's date as the platform formats it, one instant at a time: slow and without any cache. */
function formatted(at: number, timeZone: string): string {
  const options = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const parts = new Intl.DateTimeFormat('en-US', options).formatToParts(at);
  const field = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${field('year').padStart(4, '0')}-${field('month')}-${field('day')}`;
}

describe('calendar', () => {
  it('is asked in a process whose own zone is another', () =>
    expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe('Pacific/Auckland'));

  it('has all the day cases', () => expect(dayCases.length).toBeGreaterThanOrEqual(24));

  it.each(dayCases)('$id: $input.sent_at in $input.tenant_timezone', ({ input, expect: { detail } }) => {
    const date = /conversation-day is (\d{4}-\d{2}-\d{2})/.exec(detail)?.[1];
    expect(calendarIn(input.tenant_timezone)(Date.parse(input.sent_at))).toBe(date);
  });

  it('begins a day at 00:00:00.000, not a millisecond earlier', () => {
    const dateOf = calendarIn('America/New_York');
    expect(dateOf(Date.parse('2026-11-01T03:59:59.999Z'))).toBe('2026-10-31');
    expect(dateOf(Date.parse('2026-11-01T04:00:00.000Z'))).toBe('2026-11-01');
  });

  it('lets a date come back where clocks are put back across midnight', () => {
    // St. John's, 2010-11-07: at 00:01 clocks went back to 23:01 of the day before.
    const dateOf = calendarIn('America/St_Johns');
    expect(dateOf(Date.parse('2010-11-07T02:29:59Z'))).toBe('2010-11-06');
    expect(dateOf(Date.parse('2010-11-07T02:30:30Z'))).toBe('2010-11-07');
    expect(dateOf(Date.parse('2010-11-07T02:31:00Z'))).toBe('2010-11-06');
    expect(dateOf(Date.parse('2010-11-07T03:30:00Z'))).toBe('2010-11-07');
  });

  it('gives the same date with and without the cache, in every zone', () => {
    const zone = fc.constantFrom('UTC', ...Intl.supportedValuesOf('timeZone'));
    const instant = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2100, 0, 1) });
    fc.assert(
      fc.property(zone, instant, (timeZone, at) => {
        const dateOf = calendarIn(timeZone);
        for (const near of [at, at + 3_600_000, at - 1, at + 86_399_999]) {
          expect(dateOf(near)).toBe(formatted(near, timeZone));
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each(['2026-03-29', '2026-10-25', '2025-10-26'])('is right in each quarter of an hour of %s', (date) => {
    for (const timeZone of ['Europe/Berlin', 'Atlantic/Azores', 'Asia/Beirut', 'Africa/Casablanca']) {
      const dateOf = calendarIn(timeZone);
      const start = Date.parse(date) - 86_400_000;
      for (let at = start; at < start + 3 * 86_400_000; at += 900_000) {
        expect(dateOf(at)).toBe(formatted(at, timeZone));
      }
    }
  });

  it('knows what a time zone is', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
    expect(isTimeZone('')).toBe(false);
    expect(isTimeZone('Europe/Berlin; DROP TABLE x')).toBe(false);
  });
});
