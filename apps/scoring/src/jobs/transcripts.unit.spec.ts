import { expect, it } from 'vitest';
import { askTogether } from './transcripts.js';

it('asks for many ordinary days at once, and for fewer that refer to many earlier ones', () => {
  expect(askTogether(Array<number>(500).fill(0))).toBe(200);
  expect(askTogether(Array<number>(500).fill(60))).toBe(50);
  expect(askTogether([10_000, 1])).toBe(1);
  expect(askTogether([])).toBe(0);
});
