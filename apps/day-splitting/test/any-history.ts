import fc from 'fast-check';
import type { Written } from './ingestion-stand-in.js';

const START = Date.UTC(2026, 2, 28, 12);

/** Within three days around a change of clocks, so that uploads meet in days and turns. */
const written = fc.tuple(
  fc.integer({ min: 0, max: 72 * 4 }).map((quarter) => START + quarter * 900_000),
  fc.constantFrom('customer', 'agent'),
) satisfies fc.Arbitrary<Written>;

/** One upload adds messages to one of three conversations, or forces it. Uploads come back with more. */
const change = fc.record({
  upload: fc.nat(3),
  chat: fc.nat(2),
  messages: fc.array(written, { minLength: 1, maxLength: 5 }),
  force: fc.boolean(),
  /** Of the changes stored and not yet told, this one is told next; none for the moment if null. */
  tell: fc.option(fc.nat()),
});

export type History = {
  upload: number;
  chat: number;
  messages: Written[];
  force: boolean;
  tell: number | null;
}[];

/** Changes as they are stored, and the order in which they become known. */
export const anyHistory: fc.Arbitrary<History> = fc.array(change, { minLength: 1, maxLength: 12 });
