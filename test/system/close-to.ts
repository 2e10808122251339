import { expect } from 'vitest';

/** Numbers to 1e-9, everything else exactly; keys that the expectation doesn't name are not compared. */
export function expectClose(actual: unknown, expected: unknown, at: string): void {
  // One assertion for all: tens of thousands of single ones cost more than what they check.
  expect(differences(actual, expected, at)).toEqual([]);
}

function differences(actual: unknown, expected: unknown, at: string): string[] {
  if (typeof expected === 'number') {
    const isClose = typeof actual === 'number' && Math.abs(actual - expected) < 1e-9;
    return isClose ? [] : [`${at} is ${JSON.stringify(actual)}, not ${String(expected)}`];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${at} is no array`];
    if (actual.length !== expected.length) {
      return [`${at} has ${String(actual.length)} elements, not ${String(expected.length)}`];
    }
    return expected.flatMap((each, i) => differences(actual[i], each, `${at}[${String(i)}]`));
  }
  if (expected !== null && typeof expected === 'object') {
    if (actual === null || typeof actual !== 'object') return [`${at} is no object`];
    return Object.entries(expected).flatMap(([key, value]) =>
      differences((actual as Record<string, unknown>)[key], value, `${at}.${key}`),
    );
  }
  return actual === expected ? [] : [`${at} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`];
}
