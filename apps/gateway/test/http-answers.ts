import { expect } from 'vitest';
import type { ProblemDocument } from '../src/http/problem.js';

/** Reads a problem document and checks everything that all of them have in common. */
export async function problemIn(response: Response): Promise<ProblemDocument> {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const text = await response.text();
  expect(text).not.toMatch(/\bat .*\.[jt]s:\d|node_modules|select .* from|stack/i);
  const problem = JSON.parse(text) as ProblemDocument;
  expect(problem).toMatchObject({
    type: expect.stringMatching(/^urn:powerpulse:problem:[a-z-]+$/) as unknown,
    title: expect.any(String) as unknown,
    detail: expect.any(String) as unknown,
    status: response.status,
  });
  return problem;
}

export const codeOf = (problem: ProblemDocument): string =>
  problem.type.replace('urn:powerpulse:problem:', '');
