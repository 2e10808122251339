import { describe, expect, it } from 'vitest';
import { positionIn, positionText } from './live-position.js';

describe('the id of a live event', () => {
  it.each([
    { uploads: '10:10:', analytics: null },
    { uploads: '10:12:10,11', analytics: { generation: 3, snapshot: '7:9:7' } },
  ])('is a position and back', (position) => {
    expect(positionIn(positionText(position))).toEqual(position);
  });

  it.each([
    '',
    '7',
    '10:10:',
    '10:10:/x/7:9:7',
    '10:10:/-/7:9:7',
    '10:10:/3/7:9:7/8',
    '12:10:/-',
    '0:0:/-',
    '10:12:12/-',
    '10:14:12,11/-',
    '10:14:9/-',
    '9999999999999999999:99999999999999999999:/-',
    "10:10:/3/7:9:7';drop",
  ])('is not %j', (text) => {
    expect(positionIn(text)).toBeUndefined();
  });

  it('is not of any length', () => {
    const running = (n: number) => `10:99999:${Array.from({ length: n }, (_, i) => 10_000 + i).join(',')}/-`;
    expect(positionIn(running(600))).toBeDefined();
    expect(positionIn(running(700))).toBeUndefined();
  });
});
