import { execFile } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Api, type Progress } from '../api.js';
import { message } from '../made-chats.js';
import type { RunningStack } from '../running-stack.js';

const AT = Date.parse('2014-05-05T10:00:00Z');
const SECRET = 'The parcel for Mrs Hidden was lost.';

/** Two organizations with chats of the same ids on one installation, and roles that see less. */
export function organizationSuite(running: RunningStack): void {
  const { api } = running;
  const url = () => running.stack.urls.gateway ?? '';
  const chat = (chatId: string, text: string, agent: string) => [
    { ...message(chatId, AT, 'to_company', text), CUSTOMER_NAME: 'Mrs Hidden' },
    message(chatId, AT + 60_000, 'to_client', 'I am sorry, a new one is on its way.', ['kim', agent]),
  ];

  describe('organizations and roles', () => {
    let north: Api;
    let mine: Progress;
    let northKey: string;
    const keyFor = async (role: string, more = {}) => {
      const { body } = await api.send<{ key: string }>('POST', '/api/api-keys', {
        name: role,
        role,
        ...more,
      });
      return new Api(() => ({ url: url(), key: body.key }));
    };

    beforeAll(async () => {
      const made = await api.send<{ owner_key: string }>('POST', '/api/organizations', {
        organization: 'north',
        name: 'North',
      });
      northKey = made.body.owner_key;
      north = new Api(() => ({ url: url(), key: northKey }));
      mine = await api.upload({
        'border/1': chat('border/1', SECRET, 'Kim@Example.org'),
        'border/2': chat('border/2', SECRET, 'lee@example.org'),
      });
      await north.upload({ 'border/1': chat('border/1', 'Where is my invoice?', 'kim@example.org') });
    });

    it('see their own, under the same chat id, and nothing of each other', async () => {
      const list = await north.get<{ total: number; conversations: { chat_id: string }[] }>(
        '/api/conversations',
      );
      expect(list.conversations.map(({ chat_id }) => chat_id)).toEqual(['border/1']);
      const transcript = async (of: Api) =>
        JSON.stringify(await of.get('/api/conversations/border%2F1/messages'));
      expect(await transcript(north)).toContain('invoice');
      expect(await transcript(north)).not.toContain('Hidden was lost');
      expect(await transcript(api)).not.toContain('invoice');
      expect(await north.get('/api/metrics')).toMatchObject({ sample_count: 1 });
      expect((await north.request('/api/conversations/border%2F2')).status).toBe(404);
      expect((await north.request(`/api/progress/${mine.upload_id}`)).status).toBe(404);
      expect(await north.get('/api/conversations?q=parcel')).toMatchObject({
        total: 0,
        search: { matches: 0 },
      });
      expect(
        await api.get('/api/conversations?q=invoice&start_date=2014-05-05&end_date=2014-05-05'),
      ).toMatchObject({
        total: 0,
      });
    });

    it('agents see the conversations with their address, however the export wrote it', async () => {
      const kim = await keyFor('agent', { agent_email: 'kim@example.org' });
      const { conversations } = await kim.get<{ conversations: { chat_id: string }[] }>('/api/conversations');
      expect(conversations.map(({ chat_id }) => chat_id)).toEqual(['border/1']);
      expect(await kim.get('/api/conversations/border%2F1/messages')).toMatchObject({ total: 2 });
      for (const rest of ['', '/daily', '/messages'])
        expect((await kim.request(`/api/conversations/border%2F2${rest}`)).status).toBe(404);
      expect((await kim.request('/api/metrics')).status).toBe(403);
    });

    it('viewers get numbers, without names, words and quotes', async () => {
      const viewer = await keyFor('viewer');
      const day = '?start_date=2014-05-05&end_date=2014-05-05';
      for (const path of [
        `/api/conversations${day}`,
        '/api/conversations/border%2F1/daily',
        '/api/metrics/lowest-days',
      ]) {
        const text = JSON.stringify(await viewer.get(path));
        expect(text).not.toMatch(/Hidden|parcel/);
        expect(JSON.stringify(await api.get(path)).length).toBeGreaterThan(text.length);
      }
      expect((await viewer.request('/api/conversations/border%2F1/messages')).status).toBe(403);
    });

    it('npm run audit:verify names the first entry that was tampered with, and notices an end that is gone', async () => {
      const rename = (name: string) => north.put('/api/organization', { name });
      for (const name of ['North A', 'North B', 'North C']) await rename(name);
      const intact = await auditVerified(url(), northKey);
      expect(intact).toMatchObject({
        code: 0,
        text: expect.stringMatching(/^Intact: \d+ entries/) as unknown,
      });
      const [head = ''] = /\d+:[0-9a-f]{64}/.exec(intact.text) ?? [];
      expect(await auditVerified(url(), northKey, '--head', head)).toMatchObject({ code: 0 });
      const tamper = (sql: string) =>
        running.query(`alter table gateway.audit_log disable trigger append_only; ${sql};
          alter table gateway.audit_log enable trigger append_only`);
      await tamper(
        `delete from gateway.audit_log where organization = 'north' and sequence >= ${head.split(':')[0] ?? ''}`,
      );
      expect((await auditVerified(url(), northKey)).code).toBe(0);
      const cut = await auditVerified(url(), northKey, '--head', head);
      expect(cut).toMatchObject({
        code: 1,
        text: expect.stringContaining(`entry ${head.split(':')[0] ?? ''}`) as unknown,
      });
      await tamper(
        `update gateway.audit_log set caller = 'key:other' where organization = 'north' and sequence = 2`,
      );
      expect(await auditVerified(url(), northKey)).toEqual({
        code: 1,
        text: expect.stringMatching(
          /first entry that does not hold is entry 2, which now says: \S+ key:other /,
        ) as unknown,
      });
      expect((await auditVerified(url(), 'pp_nobody')).code).toBe(2);
    });
  });
}

/** As an operator would. */
function auditVerified(
  url: string,
  key: string,
  ...options: string[]
): Promise<{ code: number; text: string }> {
  const program = path.join('dist', 'apps', 'launcher', 'src', 'verify-audit.js');
  const env = { POWERPULSE_URL: url, POWERPULSE_KEY: key };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...options], { env }, (_, stdout) =>
      resolve({ code: child.exitCode ?? -1, text: stdout }),
    );
  });
}
