import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PARTS, percentsOf, type Percents, sharesOf, shareOut } from './share-out';

const sum = (of: Percents) => PARTS.reduce((total, part) => total + of[part], 0);
const start: Percents = { effectiveness: 35, effort: 25, efficiency: 25, empathy: 15 };

it('keeps the sum at 100 and the chosen weight where it was put, whatever is dragged in which order', () => {
  const moves = fc.array(fc.tuple(fc.constantFrom(...PARTS), fc.double({ min: -20, max: 120, noNaN: true })));
  fc.assert(
    fc.property(moves, (all) => {
      let now = start;
      for (const [part, value] of all) {
        now = shareOut(now, part, value);
        expect(sum(now)).toBe(100);
        expect(now[part]).toBe(Math.min(100, Math.max(0, Math.round(value))) + 0);
        expect(PARTS.every((one) => now[one] >= 0)).toBe(true);
      }
    }),
  );
});

it('leaves the others in their proportions', () => {
  expect(shareOut(start, 'empathy', 32)).toEqual({
    effectiveness: 28,
    effort: 20,
    efficiency: 20,
    empathy: 32,
  });
  const all = shareOut(start, 'effort', 100);
  expect(all).toEqual({ effectiveness: 0, effort: 100, efficiency: 0, empathy: 0 });
  expect(sum(shareOut(all, 'effort', 10))).toBe(100);
});

it('reads shares and writes them back', () => {
  const shares = { effectiveness: 1 / 3, effort: 1 / 3, efficiency: 1 / 6, empathy: 1 / 6 };
  expect(sum(percentsOf(shares))).toBe(100);
  expect(percentsOf(sharesOf(start))).toEqual(start);
});
