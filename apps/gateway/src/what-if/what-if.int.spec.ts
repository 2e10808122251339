import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemIn } from '../../test/http-answers.js';
import { type Everything, startAll } from '../../test/running-gateway.js';

const weights = { effectiveness: 0.4, effort: 0.2, efficiency: 0.2, empathy: 0.2 };

describe('what if over HTTP', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());

  const ask = (body: unknown) =>
    all.fetch('/api/what-if', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('answers with the index as it is and as it would be', async () => {
    const response = await ask({ start_date: '2026-01-01', weights, line: 60 });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ what_if: { weights }, crossing: { line: 60 } });
    expect(await (await ask({})).json()).toMatchObject({ crossing: null, daily: null });
    expect(await (await ask({ daily: true })).json()).toMatchObject({ daily: [] });
  });

  it.each([
    [{ weights: { ...weights, effort: 2 } }, 'weights.effort'],
    [{ weights: { effort: 1 } }, 'weights.effectiveness'],
    [{ weights: 'equal' }, 'weights'],
    [
      { time_limits: { first_response_seconds: 0, avg_response_seconds: 1, handling_seconds: 1 } },
      'time_limits.first_response_seconds',
    ],
    [{ start_date: '2026-02-02', end_date: '2026-02-01' }, 'end_date'],
    [{ line: 101 }, 'line'],
    [{ limit: 1.5 }, 'limit'],
  ])('refuses %o', async (body, path) => {
    const problem = await problemIn(await ask(body));
    expect(problem.status).toBe(400);
    expect(problem.errors?.[0]?.path).toBe(path);
  });
});
