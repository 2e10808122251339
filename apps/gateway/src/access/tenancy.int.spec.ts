import { conversationId } from '@powerpulse/ids';
import { badInputs } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAll, type Everything } from '../../test/running-gateway.js';
import { exportOf, uploadRequest } from '../../test/upload-requests.js';
import type { Role } from './domain/roles.js';
import type { NewKeyDto } from './keys/keys.dto.js';
import type { NewOrganizationDto } from './organizations/organizations.dto.js';

/** Cases that need what this product does not have, or that other tests run. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'TEN-006': 'there are no signed addresses',
  'TEN-008': 'needs every service: test/system/suites/integration.ts',
  'TEN-010': 'there is no chat',
  'TEN-012': 'there are no webhooks',
  'TEN-021': 'there are no campaigns',
  'TEN-025':
    'the one call with a list of ids, POST /api/labels, is refused as a whole, with 422: calibration.int.spec.ts',
  'TEN-026': 'a message has no address of its own',
};

const json = { 'content-type': 'application/json' };

describe('the border between organizations, and between roles', () => {
  let all: Everything;
  let foreign: string;
  const keys = new Map<Role, string>();

  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    all.fetch(path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });

  beforeAll(async () => {
    all = await startAll();
    all.others.analytics.addConversation('1');
    all.others.ingestion.addMessages('1', 'write to hidden@example.test');
    all.others.ingestion.names.set(conversationId('default', '1'), 'Customer');
    for (const role of ['analyst', 'viewer', 'ingest', 'admin'] as const) {
      const made = (await (await post('/api/api-keys', { name: role, role })).json()) as NewKeyDto;
      keys.set(role, made.key);
    }
    const other = await post('/api/organizations', { organization: 'other', name: 'Other' });
    foreign = ((await other.json()) as NewOrganizationDto).owner_key;
  });
  afterAll(() => all.close());

  const as = (key: string | undefined, path: string, headers: Record<string, string> = {}) =>
    all.fetch(path, { headers: { 'x-api-key': key ?? '', ...headers } });

  const attempts: Readonly<Record<string, () => Promise<Response>>> = {
    'TEN-001': () => as(foreign, '/api/conversations/1'),
    'TEN-004': async () => {
      const response = await as(foreign, '/api/conversations', {
        'x-tenant-id': 'default',
        'x-organization': 'default',
      });
      expect(await response.clone().json()).toMatchObject({ total: 0 });
      return response;
    },
    // An export is the answer to its request; what is kept of an upload to be fetched later is the report of its rejects.
    'TEN-005': async () => {
      const { upload_id } = (await (
        await all.fetch('/api/upload-json', uploadRequest(exportOf('mine', 2)))
      ).json()) as {
        upload_id: string;
      };
      expect((await all.fetch(`/api/progress/${upload_id}`)).status).toBe(200);
      expect((await as(foreign, `/api/progress/${upload_id}`)).status).toBe(404);
      return as(foreign, `/api/progress/${upload_id}/rejects`);
    },
    'TEN-013': async () => {
      const question = '/api/conversations?q=hidden@example.test&page_size=7';
      expect(await (await all.fetch(question)).json()).toMatchObject({ total: 1 });
      const response = await as(foreign, question);
      expect(await response.clone().json()).toMatchObject({ total: 0 });
      return response;
    },
    'TEN-014': async () => {
      const upload = uploadRequest(exportOf('viewers', 2));
      const headers = new Headers(upload.headers);
      headers.set('x-api-key', keys.get('viewer') ?? '');
      const uploads = () => all.db.query('select upload_id from uploads');
      const before = await uploads();
      const response = await all.fetch('/api/upload-json', { ...upload, headers });
      expect(await uploads()).toEqual(before);
      return response;
    },
    'TEN-015': () => as(keys.get('viewer'), '/api/conversations/1/messages'),
    'TEN-017': () => as(keys.get('analyst'), '/api/audit'),
    'TEN-019': () =>
      post('/api/api-keys', { name: 'more', role: 'owner' }, { 'x-api-key': keys.get('admin') ?? '' }),
    'TEN-022': () => as(keys.get('ingest'), '/api/conversations/1/messages'),
    'TEN-023': () =>
      post('/api/members', {
        email: 'x@example.test',
        name: 'x',
        role: 'admin',
        tenantId: 'other',
        id: 'fixed',
        createdAt: '1970',
      }),
    'TEN-024': () => as(foreign, '/api/conversations/2'),
    'TEN-027': async () => {
      const found = await as(keys.get('analyst'), '/api/conversations?q=hidden@example.test');
      expect(await found.json()).toMatchObject({ total: 1, search: { matches: 1 } });
      const response = await as(foreign, '/api/conversations?q=hidden@example.test');
      expect(await response.clone().json()).toMatchObject({ total: 0, search: { matches: 0 } });
      return response;
    },
    'TEN-029': async () => {
      const body = { email: 'gone@example.test', name: 'Gone', role: 'viewer' };
      const { member_id } = (await (await post('/api/members', body)).json()) as { member_id: string };
      const path = `/api/members/${member_id}`;
      expect((await all.fetch(path, { method: 'DELETE' })).status).toBe(204);
      expect(await (await all.fetch('/api/members')).text()).not.toContain('gone@example.test');
      return all.fetch(path, { method: 'DELETE' });
    },
  };

  it.each(badInputs('authz-tenancy').filter(({ id }) => !(id in NOT_HERE)))(
    '$id: $expect.detail',
    async ({ id, expect: { status } }) => {
      const response = await attempts[id]?.();
      expect(status ?? [200]).toContain(response?.status);
    },
  );
});
