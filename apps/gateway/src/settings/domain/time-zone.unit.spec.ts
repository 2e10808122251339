import { describe, expect, it } from 'vitest';
import { isTimeZone } from './time-zone.js';

describe('isTimeZone', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'CET', 'Asia/Kolkata'])(
    'takes %s',
    (name) => expect(isTimeZone(name)).toBe(true),
  );

  it.each([
    '',
    ' ',
    'Mars/Olympus',
    '+02:00',
    'UTC+2',
    'Europe/Berlin ',
    'Europe/Berlin; DROP TABLE x',
    "UTC'",
    'Europe/Berlin\u0000',
    '../../etc/localtime',
    'x'.repeat(10_000),
  ])('refuses %j', (name) => expect(isTimeZone(name)).toBe(false));
});
