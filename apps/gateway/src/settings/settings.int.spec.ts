import { DEFAULT_TIME_LIMITS, OrganizationSettingsChanged, type DataOf } from '@powerpulse/contracts';
import { badInputs } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../test/http-answers.js';
import { startAll, type Everything } from '../../test/running-gateway.js';
import type { SettingsDto, WeightProfilesDto } from './settings.dto.js';

const good = { time_zone: 'UTC', weight_profile: 'standard', auto_response_patterns: ['*977#'] };

describe('organization settings', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());

  const put = (body: unknown) =>
    all.fetch('/api/settings', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const saved = async (body: unknown): Promise<SettingsDto> => {
    const response = await put(body);
    expect(response.status).toBe(200);
    return (await response.json()) as SettingsDto;
  };
  const current = async (): Promise<SettingsDto> =>
    (await (await all.fetch('/api/settings')).json()) as SettingsDto;
  const told = async (): Promise<DataOf<typeof OrganizationSettingsChanged>[]> => {
    const rows = await all.db.query<{ data: DataOf<typeof OrganizationSettingsChanged> }>(
      `select data from outbox where name = $1 order by (data->>'settings_version')::int`,
      [OrganizationSettingsChanged.name],
    );
    return rows.map(({ data }) => data);
  };

  it('are the defaults until somebody changes them, and then told whole', async () => {
    const limits = { time_limits: DEFAULT_TIME_LIMITS };
    expect(await current()).toEqual({ ...good, ...limits, settings_version: 0, changed_at: null });
    expect(await saved(good)).toMatchObject({ settings_version: 0 });
    expect(await told()).toEqual([]);
    const choice = {
      time_zone: 'Europe/Berlin',
      weight_profile: 'utilities',
      auto_response_patterns: ['*977#', 'ГОТОВО "да", {x} \\'],
    };
    const changed = await saved(choice);
    const at = expect.any(String) as unknown;
    expect(changed).toEqual({ ...choice, ...limits, settings_version: 1, changed_at: at });
    expect(await current()).toEqual(changed);
    expect(await told()).toEqual([
      {
        settings_version: 1,
        time_zone: 'Europe/Berlin',
        weight_profile: {
          name: 'utilities',
          version: 1,
          weights: { effectiveness: 0.4, effort: 0.25, efficiency: 0.15, empathy: 0.2 },
        },
        time_limits: DEFAULT_TIME_LIMITS,
        auto_response_patterns: choice.auto_response_patterns,
      },
    ]);
    const { profiles } = (await (await all.fetch('/api/weight-profiles')).json()) as WeightProfilesDto;
    expect(profiles.map(({ name, active }) => [name, active])).toEqual([
      ['standard', false],
      ['equal', false],
      ['impact', false],
      ['utilities', true],
    ]);
  });

  it('change for one of those who saw the same version', async () => {
    const { settings_version } = await current();
    const answers = await Promise.all(
      ['equal', 'impact'].map((weight_profile) => put({ ...good, weight_profile, settings_version })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = answers.find(({ status }) => status === 409)!;
    expect(codeOf(await problemIn(refused))).toBe('conflict');
    const versions = (await told()).map((settings) => settings.settings_version);
    expect(versions).toEqual([1, 2]);
  });

  it.each([
    [{ ...good, time_zone: 'Mars/Olympus' }, 'time_zone'],
    [{ ...good, time_zone: '' }, 'time_zone'],
    [{ ...good, time_zone: 5 }, 'time_zone'],
    [{ ...good, weight_profile: 'mine' }, 'weight_profile'],
    [{ ...good, weight_profile: { name: 'standard' } }, 'weight_profile'],
    [{ ...good, auto_response_patterns: [''] }, 'auto_response_patterns'],
    [{ ...good, auto_response_patterns: ['  '] }, 'auto_response_patterns'],
    [{ ...good, auto_response_patterns: ['a', 'a'] }, 'auto_response_patterns'],
    [{ ...good, auto_response_patterns: ['a\u0000'] }, 'auto_response_patterns'],
    [{ ...good, auto_response_patterns: ['\ud800'] }, 'auto_response_patterns'],
    [{ ...good, auto_response_patterns: ['x'.repeat(201)] }, 'auto_response_patterns'],
    [{ ...good, auto_response_patterns: Array.from({ length: 101 }, String) }, 'auto_response_patterns'],
    [{ ...good, auto_response_patterns: 'a' }, 'auto_response_patterns'],
    [{ ...good, organization: 'other' }, 'organization'],
    [{ ...good, settings_version: -1 }, 'settings_version'],
    [{ time_zone: 'UTC' }, 'weight_profile'],
    [[], 'time_zone'],
  ])('are not changed by %j', async (body, path) => {
    const before = await current();
    const problem = await problemIn(await put(body));
    expect([problem.status, codeOf(problem)]).toEqual([400, 'invalid-request']);
    expect(problem.errors?.map((error) => error.path)).toContain(path);
    expect(await current()).toEqual(before);
  });

  it.each(['{"time_zone": "UTC"', '', 'null', '"x"', '{"__proto__": {"x": 1}}', '[[[[[[1'])(
    'are not changed by the body %j',
    async (body) => {
      const problem = await problemIn(await put(body));
      expect(problem.status).toBe(400);
      expect(problem.detail).not.toMatch(/unexpected|position/i);
    },
  );

  it.each(
    badInputs('dst-day', 'numbers-size')
      .filter(({ via }) => ['api.tenant_timezone', 'api.settings'].includes(via))
      .filter(({ expect: { status } }) => status !== undefined),
  )('$id: $expect.detail', async ({ input, expect: { status } }) => {
    const body =
      typeof input === 'string' ? { ...good, time_zone: input } : { ...good, ...(input as object) };
    expect(status).toContain((await put(body)).status);
  });

  it('say beforehand what another time zone would change, and change nothing', async () => {
    const tryZone = (body: object) =>
      all.fetch('/api/settings/time-zone/dry-run', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const before = await current();
    const tried = await tryZone({ time_zone: 'Asia/Tokyo' });
    const judging = { at_once: false, calls: 3, input_tokens: 100, output_tokens: 50, cost_usd: 0.5 };
    expect([tried.status, await tried.json()]).toMatchObject([
      200,
      {
        ...{ time_zone: 'Asia/Tokyo', conversations: 300, conversations_left: 0, conversations_tried: 300 },
        ...{
          unchanged_days: 150,
          changed_days: 120,
          days_to_judge: 90,
          vanished_days: 30,
          next_cursor: null,
        },
        judging,
      },
    ]);
    const cursor = '22222222-2222-4222-8222-222222222222';
    expect(await (await tryZone({ time_zone: 'Asia/Tokyo', cursor })).json()).toMatchObject({
      ...{ conversations: null, conversations_tried: 100, judging: { calls: 1 } },
    });
    for (const [body, path] of [
      [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
      [{}, 'time_zone'],
      [{ time_zone: 'UTC', cursor: 'x' }, 'cursor'],
    ] as const) {
      const problem = await problemIn(await tryZone(body));
      expect([problem.status, problem.errors?.[0]?.path]).toEqual([400, path]);
    }
    expect(await current()).toEqual(before);
  });

  it('have time limits, which stay where nothing is said of them', async () => {
    const time_limits = { first_response_seconds: 600, avg_response_seconds: 300, handling_seconds: 3600 };
    const { settings_version } = await saved({ ...good, time_limits });
    expect((await told()).at(-1)).toMatchObject({ settings_version, time_limits });
    expect(await saved({ ...good, time_limits })).toMatchObject({ settings_version });
    expect(await saved({ ...good, weight_profile: 'equal' })).toMatchObject({ time_limits });
    const wrong = await problemIn(
      await put({ ...good, time_limits: { ...time_limits, handling_seconds: 0 } }),
    );
    expect(wrong).toMatchObject({ status: 400, errors: [{ path: 'time_limits.handling_seconds' }] });
    expect((await problemIn(await put({ ...good, time_limits: {} }))).status).toBe(400);
  });
});
