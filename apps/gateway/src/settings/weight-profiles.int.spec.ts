import { OrganizationSettingsChanged } from '@powerpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../test/http-answers.js';
import { startAll, type Everything } from '../../test/running-gateway.js';
import type { WeightProfileDto, WeightProfilesDto } from './settings.dto.js';

const WEIGHTS = { effectiveness: 0.4, effort: 0.3, efficiency: 0.2, empathy: 0.1 };
const OTHERS = { effectiveness: 0.1, effort: 0.2, efficiency: 0.3, empathy: 0.4 };

describe('rules for automatic replies', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
    all.others.analytics.addConversation('a');
    all.others.ingestion.addMessages('a', 'hello', '*977# we are closed', 'AUTO: thanks', 'closed?');
  });
  afterAll(() => all.close());

  const send = async <T>(method: string, path: string, body: object): Promise<T & { status: number }> => {
    const headers = { 'content-type': 'application/json' };
    const response = await all.fetch(`/api/auto-response-rules${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
    });
    return { ...((await response.json()) as T), status: response.status };
  };

  it('are tried before they are made, and leave the rest of the settings as it is', async () => {
    const patterns = ['*977#', 'AUTO:', 'nowhere'];
    expect(await send('POST', '/dry-run', { patterns })).toEqual({
      status: 200,
      conversations: 1,
      messages: 4,
      matched: 2,
      patterns: [
        { pattern: '*977#', in_force: true, messages: 1, conversations: 1, examples: [] },
        { pattern: 'AUTO:', in_force: false, messages: 1, conversations: 1, examples: [] },
        { pattern: 'nowhere', in_force: false, messages: 0, conversations: 1, examples: [] },
      ],
    });
    expect(await (await all.fetch('/api/auto-response-rules')).json()).toEqual({
      patterns: ['*977#'],
      settings_version: 0,
    });
    expect(await send('PUT', '', { patterns, settings_version: 0 })).toMatchObject({
      patterns,
      settings_version: 1,
    });
    expect((await send('PUT', '', { patterns: [], settings_version: 0 })).status).toBe(409);
    const settings = (await (await all.fetch('/api/settings')).json()) as object;
    expect(settings).toMatchObject({
      time_zone: 'UTC',
      weight_profile: 'standard',
      auto_response_patterns: patterns,
    });
  });

  it.each([[' '], ['a\u0000'], ['x'.repeat(201)], [7]])('refuse the pattern %j', async (pattern) => {
    expect((await send('POST', '/dry-run', { patterns: [pattern] })).status).toBe(400);
    expect((await send('PUT', '', { patterns: [pattern] })).status).toBe(400);
  });
});

describe('weight profiles', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());

  const send = (method: string, path: string, body: object) =>
    all.fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const create = (body: object) => send('POST', '/api/weight-profiles', body);
  const change = (name: string, weights: object) =>
    send('PUT', `/api/weight-profiles/${encodeURIComponent(name)}`, { weights });
  const choose = (weight_profile: string) =>
    send('PUT', '/api/settings', {
      time_zone: 'UTC',
      weight_profile,
      auto_response_patterns: ['*977#'],
    });
  const listed = async () => {
    const { profiles } = (await (await all.fetch('/api/weight-profiles')).json()) as WeightProfilesDto;
    return profiles;
  };
  const told = () =>
    all.db.query<{ profile: object }>(
      `select data->'weight_profile' as profile from outbox where name = $1
       order by (data->>'settings_version')::int`,
      [OrganizationSettingsChanged.name],
    );

  it('are made, chosen and changed, and every service is told what counts', async () => {
    const made = await create({ name: 'Support first', weights: WEIGHTS });
    expect(made.status).toBe(201);
    const profile = { name: 'Support first', version: 1, weights: WEIGHTS, built_in: false, active: false };
    expect(await made.json()).toEqual(profile);
    expect(await told()).toEqual([]);
    expect((await choose('Support first')).status).toBe(200);
    expect(await listed()).toContainEqual({ ...profile, active: true });
    const changed = (await (await change('Support first', OTHERS)).json()) as WeightProfileDto;
    expect(changed).toEqual({ ...profile, version: 2, weights: OTHERS, active: true });
    expect((await change('Support first', OTHERS)).status).toBe(200);
    expect((await told()).map((row) => row.profile)).toEqual([
      { name: 'Support first', version: 1, weights: WEIGHTS },
      { name: 'Support first', version: 2, weights: OTHERS },
    ]);
    expect((await listed()).map(({ name }) => name)).toEqual([
      'standard',
      'equal',
      'impact',
      'utilities',
      'Support first',
    ]);
  });

  it.each<[string, () => Promise<Response>, number, string, string?]>([
    ['a name twice', () => create({ name: 'Support first', weights: WEIGHTS }), 409, 'conflict'],
    ['a built-in name', () => create({ name: 'equal', weights: WEIGHTS }), 409, 'conflict'],
    ['a built-in one', () => change('standard', WEIGHTS), 409, 'conflict'],
    ['one that is not there', () => change('nothing', WEIGHTS), 404, 'not-found'],
    ['a sum of 1.1', () => change('x', { ...WEIGHTS, effort: 0.4 }), 400, 'invalid-request', 'weights'],
    [
      'a weight below 0',
      () => change('x', { ...WEIGHTS, effectiveness: 1, effort: -0.3 }),
      400,
      'invalid-request',
      'weights.effort',
    ],
    [
      'a weight in words',
      () => change('x', { ...WEIGHTS, effort: '0.3' }),
      400,
      'invalid-request',
      'weights.effort',
    ],
    ['a fifth weight', () => change('x', { ...WEIGHTS, tone: 0 }), 400, 'invalid-request', 'weights.tone'],
    ['a blank name', () => create({ name: ' ', weights: WEIGHTS }), 400, 'invalid-request', 'name'],
    ['an unknown choice', () => choose('nothing'), 400, 'invalid-request', 'weight_profile'],
  ])('refuse %s', async (_, ask, status, code, path) => {
    const problem = await problemIn(await ask());
    expect([problem.status, codeOf(problem)]).toEqual([status, code]);
    if (path !== undefined) expect(problem.errors?.map((error) => error.path)).toContain(path);
  });
});
