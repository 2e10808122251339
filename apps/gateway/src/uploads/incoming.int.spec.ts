import { connect, type NatsConnection } from '@nats-io/transport-node';
import { INCOMING_SUBJECT, orgToken } from '@powerpulse/contracts';
import { until } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER_KEY, startAll, type Everything } from '../../test/running-gateway.js';

const MESSAGE = { text: 'hello', direction: 'to_company', sent_at: '2026-01-05T10:00:00+01:00' };
const CONVERSATION = { chat_id: 'a', messages: [MESSAGE] };

describe('conversations over NATS', () => {
  let all: Everything;
  let nats: NatsConnection;

  beforeAll(async () => {
    all = await startAll();
    nats = await connect({ servers: all.nats.url });
  });
  afterAll(async () => {
    await nats.close();
    await all.close();
  });

  const send = async (body: unknown, organization = orgToken('default')) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const reply = await nats.request(INCOMING_SUBJECT.replace('*', organization), text, { timeout: 10_000 });
    const answer = reply.json<{ upload_id?: string; repeated?: boolean; code?: string; errors?: object[] }>();
    return { error: reply.headers?.get('Nats-Service-Error') ?? null, answer };
  };
  const accepted = async () => (await all.db.query(`select 1 from uploads where state = 'accepted'`)).length;

  it('are committed when they are answered, and known again by their key', async () => {
    const request = { conversations: [CONVERSATION], idempotency_key: 'k-1' };
    const { error, answer } = await send(request);
    expect(error).toBeNull();
    expect(await accepted()).toBe(1);
    expect(await send(request)).toMatchObject({ answer: { upload_id: answer.upload_id, repeated: true } });
    const chunk = await all.db.query<{ data: Buffer }>(
      'select data from upload_chunks where upload_id = $1',
      [answer.upload_id],
    );
    expect(JSON.parse(chunk[0]!.data.toString())).toMatchObject([
      { CHAT_ID: 'a', MESSAGE_CONTENT: 'hello', SOCIAL_CREATE_TIME: MESSAGE.sent_at },
    ]);
    const other = await send({ ...request, force_reprocess: true });
    expect(other.error).toBe('invalid_input');
  });

  interface Letter {
    dead_letter_id: string;
    reason: string;
    payload: string;
  }
  const as = (key: string) => ({
    call: (path: string, method = 'GET', body: object = {}) =>
      all.fetch(path, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: JSON.stringify(body) }),
      }),
    open: async (reason = '') => {
      const list = await as(key).call(
        `/api/dead-letters?event=SendConversations${reason && `&reason=${reason}`}`,
      );
      return ((await list.json()) as { dead_letters: Letter[] }).dead_letters;
    },
  });

  it('that were refused wait as dead letters, also where nobody waits for the answer', async () => {
    const owner = as(OWNER_KEY);
    const subject = INCOMING_SUBJECT.replace('*', orgToken('default'));
    nats.publish(subject, JSON.stringify({ conversations: [{ ...CONVERSATION, messages: [] }] }));
    await until(async () => (await owner.open('0.messages')).length === 1);
    const [letter] = await owner.open('0.messages');
    expect(letter).toMatchObject({
      service: 'gateway',
      consumer: 'gateway--send-conversations',
      error_class: 'InvalidInput',
      reason: expect.stringContaining('conversations.0.messages: ') as unknown,
      status: 'open',
    });
    const path = `/api/dead-letters/${letter!.dead_letter_id}`;
    expect(await (await owner.call(path)).json()).toMatchObject({
      payload: expect.stringContaining('"chat_id":"a"') as unknown,
    });
    expect((await owner.call(`${path}/redrive`, 'POST')).status).toBe(409);
    expect(await owner.open('0.messages')).toMatchObject([{ attempts: 2 }]);
    expect((await owner.call(`${path}/discard`, 'POST', { because: 'a test' })).status).toBe(200);
    // What was written in it goes with the decision.
    expect(await (await owner.call(path)).json()).toMatchObject({ status: 'discarded', payload: '' });
  });

  it('that were refused are taken when they are redriven, once, also by two at once, when what was wrong is mended', async () => {
    const before = await accepted();
    const request = { conversations: [CONVERSATION], force_reprocess: true };
    expect((await send(request, orgToken('later'))).error).toBe('invalid_input');
    const made = await as(OWNER_KEY).call('/api/organizations', 'POST', {
      organization: 'later',
      name: 'Later',
    });
    const later = as(((await made.json()) as { owner_key: string }).owner_key);
    const [letter] = await later.open();
    const path = `/api/dead-letters/${letter!.dead_letter_id}`;
    const twice = await Promise.all([1, 2].map(() => later.call(`${path}/redrive`, 'POST')));
    expect(twice.map(({ status }) => status)).toEqual([200, 200]);
    expect(await accepted()).toBe(before + 1);
    expect(await (await later.call(path)).json()).toMatchObject({ status: 'redriven', payload: '' });
    expect(await later.open()).toEqual([]);
  });

  it.each([
    ['no JSON', '{', undefined, null],
    ['nothing', {}, undefined, 'conversations'],
    ['a misspelled key', { conversations: [{ ...CONVERSATION, chatid: 'a' }] }, undefined, 'conversations.0'],
    [
      'a blank id',
      { conversations: [{ ...CONVERSATION, chat_id: ' ' }] },
      undefined,
      'conversations.0.chat_id',
    ],
    [
      'no message',
      { conversations: [{ chat_id: 'a', messages: [] }] },
      undefined,
      'conversations.0.messages',
    ],
    [
      'a time without offset',
      { conversations: [{ chat_id: 'a', messages: [{ ...MESSAGE, sent_at: '2026-01-05T10:00:00' }] }] },
      undefined,
      'conversations.0.messages.0.sent_at',
    ],
    ['an organization nobody knows', { conversations: [CONVERSATION] }, orgToken('nobody'), null],
    ['a token that is no base64url', { conversations: [CONVERSATION] }, 'default', null],
  ])('are refused with %s, saying where', async (_, body, organization, path) => {
    const before = await accepted();
    const { error, answer } = await send(body, organization);
    expect(error).toBe('invalid_input');
    if (path !== null) expect(answer.errors).toMatchObject([{ path }]);
    expect(JSON.stringify(answer)).not.toContain('hello');
    expect(await accepted()).toBe(before);
  });
});
