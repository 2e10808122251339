import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant } from './parse-instant.js';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const parse = (value: unknown) => parseInstant(value, NOW);

describe('parseInstant', () => {
  it.each([
    ['2026-01-05T10:00:00Z', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05t10:00:00z', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05 10:00:00Z', '2026-01-05T10:00:00.000Z'],
    [' 2026-01-05T10:00:00Z\n', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00:00.5Z', '2026-01-05T10:00:00.500Z'],
    ['2026-01-05T10:00:00,25Z', '2026-01-05T10:00:00.250Z'],
    ['2026-01-05T10:00:00.123999999Z', '2026-01-05T10:00:00.123Z'],
    ['2026-01-05T10:00:00+05:45', '2026-01-05T04:15:00.000Z'],
    ['2026-01-05T10:00:00-00:00', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00:00+0000', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00:00-0330', '2026-01-05T13:30:00.000Z'],
    ['2026-01-05 10:00:00+01', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05 10:00:00.123 +0100', '2026-01-05T09:00:00.123Z'],
    ['2026-01-05 10:00:00 UTC', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00:00 GMT', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00Z', '2026-01-05T10:00:00.000Z'],
    ['20260105T100000Z', '2026-01-05T10:00:00.000Z'],
    ['20260105T100000.5+0100', '2026-01-05T09:00:00.500Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['1970-01-01T00:00:00.001Z', '1970-01-01T00:00:00.001Z'],
    ['1969-12-31T23:59:59-05:00', '1970-01-01T04:59:59.000Z'],
    ['2026-11-21T12:00:00Z', '2026-11-21T12:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    const at = parse(text);
    expect(typeof at === 'number' ? new Date(at).toISOString() : at).toBe(expected);
  });

  it.each([
    [undefined, 'time_missing'],
    [null, 'time_missing'],
    ['', 'time_missing'],
    [' \t', 'time_missing'],
    [1_767_607_200, 'time_not_text'],
    [true, 'time_not_text'],
    [['2026-01-05T10:00:00Z'], 'time_not_text'],
    ['1767607200', 'time_unreadable'],
    ['tomorrow', 'time_unreadable'],
    ['2026-01-05', 'time_unreadable'],
    ['05.01.2026 10:00', 'time_unreadable'],
    ['01/05/2026 10:00:00 AM', 'time_unreadable'],
    ['Mon, 05 Jan 2026 10:00:00 GMT', 'time_unreadable'],
    ['2026-01-05T10:00:00Zx', 'time_unreadable'],
    ['2026-01-05T10:00:00Z\0', 'time_unreadable'],
    ['2026-01-05T10:00:00+01:00[Europe/Berlin]', 'time_unreadable'],
    ['+275760-09-13T00:00:00Z', 'time_unreadable'],
    [`2026-01-05T10:00:00.${'1'.repeat(100)}Z`, 'time_unreadable'],
    ['2026-01-05T10:00:00', 'time_without_offset'],
    ['2026-01-05 10:00:00', 'time_without_offset'],
    ['2026-01-05T10:00:00[Europe/Berlin]', 'time_without_offset'],
    ['2026-01-05T10:00:00 Europe/Berlin', 'time_without_offset'],
    ['20260105T100000', 'time_without_offset'],
    ['2026-02-30T00:00:00Z', 'time_impossible'],
    ['2025-02-29T00:00:00Z', 'time_impossible'],
    ['1900-02-29T00:00:00Z', 'time_impossible'],
    ['2026-13-01T00:00:00Z', 'time_impossible'],
    ['2026-00-01T00:00:00Z', 'time_impossible'],
    ['2026-01-00T00:00:00Z', 'time_impossible'],
    ['2026-01-01T24:00:00Z', 'time_impossible'],
    ['2026-01-01T00:60:00Z', 'time_impossible'],
    ['2026-01-01T00:00:61Z', 'time_impossible'],
    ['2026-01-01T00:00:00+24:00', 'time_impossible'],
    ['2026-01-01T00:00:00+01:60', 'time_impossible'],
    ['2026-06-30T23:59:60Z', 'time_leap_second'],
    ['0000-01-01T00:00:00Z', 'time_before_epoch'],
    ['0075-01-01T00:00:00Z', 'time_before_epoch'],
    ['1969-12-31T23:59:59Z', 'time_before_epoch'],
    ['1970-01-01T00:00:00Z', 'time_before_epoch'],
    ['2026-11-21T12:00:00.001Z', 'time_in_future'],
    ['9999-12-31T23:59:59Z', 'time_in_future'],
  ])('refuses %j: %s', (value, reason) => {
    expect(parse(value)).toBe(reason);
  });

  it('reads every instant as it was written, with any offset', () => {
    const instants = fc.integer({ min: 1, max: NOW });
    const offsets = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 });
    fc.assert(
      fc.property(instants, offsets, (at, offset) => {
        const local = new Date(at + offset * 60_000).toISOString().slice(0, -1);
        const minutes = Math.abs(offset);
        const [hh, mm] = [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, '0'));
        expect(parse(`${local}${offset < 0 ? '-' : '+'}${hh}:${mm}`)).toBe(at);
      }),
    );
  });
});
