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
      north = new Api(() => ({ url: url(), key: made.body.owner_key }));
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
  });
}
