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
  'TEN-005': 'there are no export jobs: an export is the answer to its request',
  'TEN-006': 'there are no signed addresses',
  'TEN-008': 'dead-letters.int.spec.ts, matrix.int.spec.ts',
  'TEN-010': 'there is no chat',
  'TEN-012': 'there are no webhooks',
  'TEN-013': 'no answer is cached',
  'TEN-021': 'there are no campaigns',
  'TEN-025': 'no call takes a list of ids',
  'TEN-026': 'a message has no address of its own',
  'TEN-029': 'nothing can be deleted yet',
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
    'TEN-014': async () => {
      const upload = uploadRequest(exportOf('viewers', 2));
      const headers = new Headers(upload.headers);
      headers.set('x-api-key', keys.get('viewer') ?? '');
      const response = await all.fetch('/api/upload-json', { ...upload, headers });
      expect(await all.db.query('select 1 from uploads')).toEqual([]);
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
  };

  it.each(badInputs('authz-tenancy').filter(({ id }) => !(id in NOT_HERE)))(
    '$id: $expect.detail',
    async ({ id, expect: { status } }) => {
      const response = await attempts[id]?.();
      expect(status).toContain(response?.status);
    },
  );
});
