import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemIn } from '../../test/http-answers.js';
import { type Everything, startAll } from '../../test/running-gateway.js';
import type { ReplayDto } from './replays.dto.js';

describe('replays over HTTP', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());

  const post = (path: string, body: unknown = {}) =>
    all.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('starts one, shows it, and steers it', async () => {
    const asked = { start_date: '2026-01-01', switch: 'when_equal', replay_id: randomUUID() };
    const started = await post('/api/replays', asked);
    expect(started.status).toBe(202);
    const replay = (await started.json()) as ReplayDto;
    expect(replay).toMatchObject({ ...asked, end_date: null, state: 'ready' });
    const path = `/api/replays/${replay.replay_id}`;
    expect(await (await all.fetch(path)).json()).toEqual(replay);
    expect(await (await all.fetch('/api/replays?page_size=5')).json()).toEqual({ replays: [replay] });
    for (const [action, state] of [
      ['switch', 'switched'],
      ['revert', 'reverted'],
      ['drop', 'completed'],
      ['cancel', 'cancelled'],
    ])
      expect(await (await post(`${path}/${action}`)).json()).toMatchObject({ state });
    expect((await problemIn(await post(`${path}/resume`))).status).toBe(409);
  });

  it.each([
    [{ start_date: '2026-02-02', end_date: '2026-02-01' }, 'end_date'],
    [{ start_date: '2026-02-30' }, 'start_date'],
    [{ switch: 'when_ready' }, 'switch'],
    [{ replay_id: 'mine' }, 'replay_id'],
    [{ from: 17 }, 'from'],
  ])('refuses %o', async (body, path) => {
    const problem = await problemIn(await post('/api/replays', body));
    expect(problem).toMatchObject({ status: 400, errors: [{ path }] });
  });

  it('knows no others', async () => {
    for (const id of [randomUUID(), 'nonsense']) {
      expect((await problemIn(await all.fetch(`/api/replays/${id}`))).status).toBe(404);
      expect((await problemIn(await post(`/api/replays/${id}/switch`))).status).toBe(404);
    }
  });
});
