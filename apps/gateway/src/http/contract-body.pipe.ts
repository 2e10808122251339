import type { PipeTransform } from '@nestjs/common';
import type { FieldProblem } from '@powerpulse/runtime';
import type { z } from 'zod';
import { HttpProblem } from './problem.js';

/** For bodies that a contract describes already: checked by its schema, and what it does not know is refused. */
export const contractBody = <T>(schema: z.ZodType<T>): PipeTransform<unknown, T> => ({
  transform: (value) => {
    const result = schema.safeParse(value);
    const problems = result.success
      ? unknownFields(value, result.data)
      : result.error.issues.map(({ path, message }) => ({ path: path.join('.') || 'body', message }));
    const [first] = problems;
    if (result.success && first === undefined) return result.data;
    const detail = first === undefined ? 'The body is not valid.' : `${first.path}: ${first.message}`;
    throw new HttpProblem('invalid-request', detail, { errors: problems.slice(0, 20) });
  },
});

/** Fields of what was sent that the schema did not take over. */
function unknownFields(sent: unknown, taken: unknown, path: readonly string[] = []): FieldProblem[] {
  if (typeof sent !== 'object' || sent === null || typeof taken !== 'object' || taken === null) return [];
  return Object.entries(sent).flatMap(([key, value]) => {
    const here = [...path, key];
    if (!Object.hasOwn(taken, key))
      return [{ path: here.join('.').slice(0, 100), message: 'is not known here' }];
    return unknownFields(value, (taken as Record<string, unknown>)[key], here);
  });
}
