import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { safeError } from './safe-error.js';

const SECRET = 'my card is 4111';

function failed(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

const postgres = (code: string) =>
  Object.assign(new Error(`invalid input: "${SECRET}"`), {
    ...{
      code,
      severity: 'ERROR',
      detail: `Failing row contains (${SECRET})`,
      table: 'messages',
      column: 'text',
    },
  });

describe('what is said of an error', () => {
  it.each([
    ['malformed JSON', failed(() => JSON.parse(`{"text": ${SECRET}`))],
    ['data that PostgreSQL refuses', postgres('22P02')],
    ['a violated constraint', postgres('23505')],
    ['a schema', failed(() => z.object({ text: z.literal('x') }).parse({ text: SECRET }))],
    ['a thrown text', SECRET],
  ])('%s: never the value', (_, error) => {
    expect(JSON.stringify(safeError(error))).not.toContain('4111');
  });

  it('keeps what helps', () => {
    expect(safeError(postgres('23505')).message).toBe('data refused by PostgreSQL (23505: messages, text)');
    expect(safeError(new TypeError('x is not a function'))).toMatchObject({
      name: 'TypeError',
      message: 'x is not a function',
    });
    expect(safeError(new TypeError('x')).stack).toContain('safe-error.unit.spec.ts');
  });

  it('hides passwords in connection strings', () => {
    expect(safeError(new Error('can not reach postgresql://me:hunter2@db:5432/x')).message).toBe(
      'can not reach postgresql://***@db:5432/x',
    );
  });
});
