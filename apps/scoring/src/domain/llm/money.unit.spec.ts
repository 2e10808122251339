import { expect, it } from 'vitest';
import { reservation } from './budget.js';
import { costOf, priceOf } from './prices.js';

it.each([
  ['gpt-4o-mini', '2026-01-01', 0.15],
  ['gpt-4o-mini-2024-07-18', '2026-01-01', 0.15],
  ['gpt-4o-mini', '2024-01-01', undefined],
  ['gpt-4o-mini-audio', '2026-01-01', undefined],
  ['gemini-2.5-flash-lite', '2026-01-01', 0.1],
  ['llama3', '2026-01-01', undefined],
])('%s costs on %s %s dollars per million input tokens', (model, date, input) => {
  const price = priceOf(model, date);
  expect(price?.input).toEqual(input === undefined ? undefined : input / 1e6);
});

it('takes a configured price before the table, and says null where none is known', () => {
  const configured = { input: 3e-6, output: 4e-6 };
  expect(priceOf('gpt-4o-mini', '2026-01-01', configured)).toBe(configured);
  expect(costOf(configured, 1_000, 100)).toBe(0.0034);
  expect(costOf(null, 1_000, 100)).toBeNull();
});

const budget = { limit: 10, spent: 4, reserved: 0, warned: 0 };

it.each([
  [0.5, 0, null],
  [1, 0, 50],
  [1, 50, null],
  [4, 50, 80],
  [5.5, 0, 95],
  [6, 95, null],
])('a call of %s dollars, warned at %s before, warns at %s percent', (usd, warned, warn) => {
  expect(reservation({ ...budget, warned }, usd)).toEqual({ ok: true, warn });
});

it('counts what is reserved as spent, and refuses the call that could pass the limit', () => {
  expect(reservation({ ...budget, reserved: 5.5 }, 0.6)).toMatchObject({ ok: false, later: true });
  expect(reservation({ ...budget, reserved: 5.5 }, 6.1)).toMatchObject({ ok: false, later: false });
  expect(reservation({ ...budget, reserved: 5.5 }, 0.5)).toMatchObject({ ok: true });
  expect(reservation(budget, null)).toMatchObject({ ok: false, later: false });
  expect(reservation({ ...budget, limit: null }, null)).toEqual({ ok: true, warn: null });
});
