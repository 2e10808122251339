import { HttpProblem } from '../http/problem.js';

/** Errors of the form parser that have a code are known (problem-of.ts); the others say in words what is malformed. */
export function brokenForm(error: unknown): unknown {
  if (error instanceof HttpProblem) return error;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && code.startsWith('FST_')) return error;
  return new HttpProblem(
    'invalid-request',
    'The form is not well-formed multipart/form-data, or ended early.',
    {},
    {},
    { cause: error },
  );
}
