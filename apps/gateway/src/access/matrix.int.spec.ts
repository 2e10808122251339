import { conversationId } from '@powerpulse/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPECTED_ACCESS } from '../../test/expected-access.js';
import { OWNER_KEY, startAll, type Everything } from '../../test/running-gateway.js';
import { exportOf, uploadRequest } from '../../test/upload-requests.js';
import type { NewKeyDto } from './keys/keys.dto.js';
import { ROLE_NAMES, type Role } from './domain/roles.js';
import type { NewMemberDto } from './members/members.dto.js';
import type { NewOrganizationDto } from './organizations/organizations.dto.js';

const METHODS = ['get', 'post', 'put', 'delete'] as const;
const NO_ID = '00000000-0000-8000-8000-000000000000';
const json = { 'content-type': 'application/json' };

describe('who may call what', () => {
  let all: Everything;
  let routes: string[];
  const keys = new Map<Role, string>();
  /** Things of the organization `default`, by the name of the parameter that stands for them. */
  const things: Record<string, string> = { chat_id: 'chat-of-default', job_id: NO_ID, backfill_id: NO_ID };

  const created = async <T>(path: string, body: object): Promise<T> => {
    const response = await all.fetch(path, { method: 'POST', headers: json, body: JSON.stringify(body) });
    expect(response.status).toBe(201);
    return (await response.json()) as T;
  };
  const makeKey = (role: Role, more = {}) =>
    created<NewKeyDto>('/api/api-keys', { name: role, role, ...more });

  beforeAll(async () => {
    all = await startAll({ RATE_LIMIT_PER_MINUTE: '0' });
    const document = (await (await all.fetch('/openapi.json')).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    routes = Object.entries(document.paths).flatMap(([path, operations]) =>
      METHODS.filter((method) => method in operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    all.others.analytics.addConversation('chat-of-default');
    all.others.ingestion.addMessages('chat-of-default', 'a secret sentence');
    all.others.ingestion.names.set(conversationId('default', 'chat-of-default'), 'Customer Of Default');
    for (const role of ROLE_NAMES) {
      const more = role === 'agent' ? { agent_email: 'kim@example.org' } : {};
      const { key, key_id } = await makeKey(role, more);
      keys.set(role, key);
      if (role === 'viewer') things['key_id'] = key_id;
    }
    const member = { email: 'member@default.example', name: 'Member Of Default', role: 'viewer' };
    things['member_id'] = (await created<NewMemberDto>('/api/members', member)).member_id;
    const upload = await all.fetch('/api/upload-json', uploadRequest(exportOf('of-default', 2)));
    things['upload_id'] = ((await upload.json()) as { upload_id: string }).upload_id;
  });
  afterAll(() => all.close());

  const call = (route: string, key: string | undefined, ids: Record<string, string> = {}) => {
    const [method = '', pattern = ''] = route.split(' ');
    const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? NO_ID);
    const headers = { ...(key === undefined ? { cookie: 'none' } : { 'x-api-key': key }) };
    const body =
      method === 'GET' || method === 'DELETE' ? {} : { body: '{}', headers: { ...headers, ...json } };
    return all.fetch(path, { method, headers, ...body });
  };

  it('is written down for every route, and for no other', () => {
    expect(Object.keys(EXPECTED_ACCESS).sort()).toEqual([...routes].sort());
  });

  it('is what is written down, for each route and role', async () => {
    const wrong: string[] = [];
    let checked = 0;
    for (const route of routes) {
      for (const role of ROLE_NAMES) {
        const response = await call(route, keys.get(role));
        await response.body?.cancel();
        const expected = EXPECTED_ACCESS[route] ?? [];
        const allowed = expected === 'anybody' || expected.includes(role);
        // A wrong body, an id of nothing: all the same, whoever may not call gets no further than 403.
        const was = route.startsWith('POST /api/auth/l') ? allowed : response.status !== 403;
        if (was !== allowed || (!allowed && response.status !== 403))
          wrong.push(`${route} ${role}: ${String(response.status)}`);
        checked += 1;
      }
    }
    expect(wrong).toEqual([]);
    expect(checked).toBe(routes.length * ROLE_NAMES.length);
  }, 120_000);

  it('is nothing without a credential, with a wrong one, or with two', async () => {
    const open: string[] = [];
    for (const route of routes.filter((one) => EXPECTED_ACCESS[one] !== 'anybody')) {
      const { status } = await call(route, undefined);
      if (status !== 401) open.push(`${route}: ${String(status)}`);
    }
    expect(open).toEqual([]);
    const two = { authorization: `Bearer ${OWNER_KEY}`, 'x-api-key': OWNER_KEY };
    expect((await all.fetch('/api/settings', { headers: two })).status).toBe(401);
    const wrong = { 'x-api-key': `${OWNER_KEY}x`, cookie: 'powerpulse_session=none' };
    expect((await all.fetch('/api/settings', { headers: wrong })).status).toBe(401);
  });

  it('ends at the border of the organization: what is of another does not exist', async () => {
    const other = await created<NewOrganizationDto>('/api/organizations', {
      organization: 'other',
      name: 'Other',
    });
    const canaries = [
      'of-default',
      'Of Default',
      '@default.example',
      'secret sentence',
      ...Object.values(things),
    ].filter((thing) => thing !== NO_ID);
    const seen: string[] = [];
    // Later it names what was asked for in vain.
    const audit = await (await call('GET /api/audit', other.owner_key)).text();
    if (canaries.some((canary) => audit.includes(canary))) seen.push('audit');
    for (const route of routes.filter((one) => EXPECTED_ACCESS[one] !== 'anybody')) {
      const [method = ''] = route.split(' ');
      // Streams: below, and in live.int.spec.ts.
      if (route.includes('/events') || route === 'GET /api/live') continue;
      if (route.includes('/api/auth/') || route === 'GET /api/audit') continue;
      const response = await call(route, other.owner_key, things);
      const text = await response.text();
      // A 404 repeats nothing; what a list or a number holds is looked through.
      if (canaries.some((canary) => text.includes(canary))) seen.push(route);
      const ofThing = /\{(chat_id|upload_id|member_id|key_id)\}/.test(route);
      const expected = method === 'PUT' || method === 'POST' ? [400, 404] : [404];
      if (ofThing && !expected.includes(response.status)) seen.push(`${route}: ${String(response.status)}`);
    }
    expect(seen).toEqual([]);
    const change = { name: 'x', role: 'viewer' };
    const put = await all.fetch(`/api/members/${String(things['member_id'])}`, {
      method: 'PUT',
      headers: { ...json, 'x-api-key': other.owner_key },
      body: JSON.stringify(change),
    });
    expect(put.status).toBe(404);
    expect((await call('GET /api/organizations', other.owner_key)).status).toBe(403);
    expect((await call('GET /api/progress/{upload_id}/events', other.owner_key, things)).status).toBe(404);
    expect((await call('GET /api/conversations/{chat_id}', OWNER_KEY, things)).status).toBe(200);
  });

  it('hides names and words from those who do not need them, and from agents what is not theirs', async () => {
    const textFor = async (role: Role, path: string) =>
      (await all.fetch(path, { headers: { 'x-api-key': keys.get(role) ?? '' } })).text();
    const list = '/api/conversations';
    const item = `${list}/chat-of-default`;
    for (const path of [list, item]) {
      expect(await textFor('analyst', path)).toContain('Customer Of Default');
      for (const role of ['reviewer', 'viewer'] as const) {
        const text = await textFor(role, path);
        expect(text).toContain('chat-of-default');
        expect(text).not.toContain('Customer Of Default');
      }
    }
    expect(await textFor('agent', list)).not.toContain('chat-of-default');
    for (const path of [item, `${item}/daily`, `${item}/messages`]) {
      const response = await all.fetch(path, { headers: { 'x-api-key': keys.get('agent') ?? '' } });
      expect(response.status).toBe(404);
    }
    expect(
      all.others.analytics.asked.filter(({ name }) => name === 'ListConversations').at(-1),
    ).toMatchObject({
      request: {
        agent_email: 'kim@example.org',
        conversation_ids: [conversationId('default', 'chat-of-default')],
      },
    });
  });
});
