import { GetUploadChunk } from '@powerpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../test/http-answers.js';
import { startAll, type Everything } from '../../test/running-gateway.js';
import type { UploadAcceptedDto } from './upload.dto.js';

const message = {
  text: 'Where is my refund?',
  direction: 'to_company',
  sent_at: '2026-01-05T10:00:00+02:00',
};

describe('POST /api/conversations', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    all.fetch('/api/conversations', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const accepted = async (response: Response): Promise<string> => {
    expect(response.status).toBe(202);
    const { upload_id, status_url } = (await response.json()) as UploadAcceptedDto;
    expect(response.headers.get('location')).toBe(status_url);
    return upload_id;
  };

  it('is an upload like any other', async () => {
    const answer = { ...message, direction: 'to_client', agent_username: 'maria', text: 'On its way 😀' };
    const conversations = [{ chat_id: '10/a', customer_name: 'A. Customer', messages: [message, answer] }];
    const upload_id = await accepted(await post({ conversations }));
    const question = { organization: 'default', upload_id, index: 0 };
    const { data } = await all.requests.ask(GetUploadChunk, question);
    const shared = {
      CHAT_ID: '10/a',
      SOCIAL_CREATE_TIME: message.sent_at,
      CUSTOMER_NAME: 'A. Customer',
      AGENT_EMAIL: null,
    };
    expect(JSON.parse(Buffer.from(data ?? '', 'base64').toString())).toEqual([
      { ...shared, MESSAGE_CONTENT: message.text, DIRECTION: 'to_company', AGENT_USERNAME: null },
      { ...shared, MESSAGE_CONTENT: answer.text, DIRECTION: 'to_client', AGENT_USERNAME: 'maria' },
    ]);
    expect((await all.fetch(`/api/progress/${upload_id}`)).status).toBe(200);
  });

  it('is safe to repeat', async () => {
    const body = { conversations: [{ chat_id: 'repeated', messages: [message] }] };
    const key = { 'idempotency-key': 'ticket-1' };
    const answers = await Promise.all([post(body, key), post(body, key), post(body)]);
    expect(new Set(await Promise.all(answers.map(accepted))).size).toBe(1);
    const other = { conversations: [{ chat_id: 'other', messages: [message] }] };
    expect(codeOf(await problemIn(await post(other, key)))).toBe('idempotency-key-reused');
  });

  const one = (change: object) => ({
    conversations: [{ chat_id: 'x', messages: [{ ...message, ...change }] }],
  });

  it.each<[unknown, string, string?]>([
    [{}, 'conversations', 'is missing'],
    [{ conversations: [] }, 'conversations', 'must contain at least 1 elements'],
    [{ conversations: {} }, 'conversations', 'must be an array'],
    [{ conversations: [{ chat_id: '', messages: [message] }] }, 'conversations.0.chat_id'],
    [{ conversations: [{ chat_id: 5, messages: [message] }] }, 'conversations.0.chat_id', 'must be a string'],
    [{ conversations: [{ chat_id: 'x', messages: [] }] }, 'conversations.0.messages'],
    [one({ text: ' ' }), 'conversations.0.messages.0.text'],
    [one({ direction: 'in' }), 'conversations.0.messages.0.direction'],
    [one({ sent_at: '2026-01-05T10:00:00' }), 'conversations.0.messages.0.sent_at'],
    [one({ sent_at: '2026-02-30T10:00:00Z' }), 'conversations.0.messages.0.sent_at'],
    [one({ mood: 'good' }), 'conversations.0.messages.0.mood'],
  ])('refuses %j', async (body, path, what) => {
    const problem = await problemIn(await post(body));
    expect(problem.status).toBe(400);
    expect(problem.errors?.map((error) => error.path)).toContain(path);
    if (what !== undefined) expect(problem.errors).toContainEqual({ path, message: what });
    expect(JSON.stringify(problem)).not.toContain(message.text);
    expect(await all.db.query(`select 1 from uploads where state = 'receiving'`)).toEqual([]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b'])(
    'takes no %s',
    async (type) => {
      const problem = await problemIn(await post({ conversations: [] }, { 'content-type': type }));
      expect(problem.status).toBe(415);
    },
  );
});
