import { readFileSync } from 'node:fs';

export interface BadInput {
  group: string;
  id: string;
  via: string;
  input: unknown;
  expect: { outcome: string; status?: number[]; detail: string };
}

const FILE = new URL('../../../test/data/bad-inputs.json', import.meta.url);

/** The cases of some groups of test/data/bad-inputs.json; its format is described in docs/testing.md. */
export function badInputs(...groups: string[]): BadInput[] {
  const all = JSON.parse(readFileSync(FILE, 'utf8')) as BadInput[];
  return all.filter((badInput) => groups.includes(badInput.group));
}

const operand = (input: unknown, operator: string): unknown =>
  typeof input === 'object' && input !== null && operator in input
    ? (input as Record<string, unknown>)[operator]
    : undefined;

/** The bytes an input stands for: text, `$hex`, `$repeat` and `$concat`. */
export function bytesOf(input: unknown): Buffer {
  if (typeof input === 'string') return Buffer.from(input);
  const hex = operand(input, '$hex');
  if (hex !== undefined) return Buffer.from(hex as string, 'hex');
  const parts = operand(input, '$concat');
  if (parts !== undefined) return Buffer.concat((parts as unknown[]).map(bytesOf));
  const { s, n } = operand(input, '$repeat') as { s: string; n: number };
  return Buffer.from(s.repeat(n));
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, d: 86_400_000, y: 365.25 * 86_400_000 };

/** The value a field of an otherwise good message has: literal, built by an operator, or an instant relative to `now`. */
export function fieldValueOf(input: unknown, now: number): unknown {
  const shift = operand(input, '$now') as string | undefined;
  if (shift !== undefined) {
    const unit = UNITS[shift.slice(-1)] ?? Number.NaN;
    return new Date(now + Number(shift.slice(0, -1)) * unit).toISOString();
  }
  const built = operand(input, '$repeat') ?? operand(input, '$concat');
  return built === undefined ? input : bytesOf(input).toString();
}
