import type { FieldProblem } from '@powerpulse/runtime';
import type { z } from 'zod';

export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.slice(0, 50).map(({ path, message }) => ({ path: path.join('.'), message }));
}
