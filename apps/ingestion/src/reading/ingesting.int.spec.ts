import { conversationId } from '@powerpulse/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatMessage, chatOf, chats } from '../../test/chat-files.js';
import { type RunningIngestion, startIngestion } from '../../test/running-ingestion.js';

let running: RunningIngestion;
beforeAll(async () => {
  running = await startIngestion();
});
afterAll(async () => {
  await running.close();
});

const send = async (file: unknown, options: { organization?: string; force?: boolean } = {}) => {
  const id = await running.gateway.send(typeof file === 'string' ? file : JSON.stringify(file), options);
  const [ended] = await running.ended(id);
  return { id, ...ended! };
};

/** Everything that outlives an upload, without what names it. */
const contents = async (organization: string) => ({
  conversations: await running.db.query(
    `select conversation_id, chat_id, message_count, first_at::text, last_at::text, customer_name
     from conversations where organization = $1 order by chat_id`,
    [organization],
  ),
  messages: await running.db.query(
    `select chat_id, m.at::text, message_id, from_customer, tokens, agent_username, agent_email, text
     from messages m join conversations c using (organization, conversation_id)
     where organization = $1 order by chat_id, m.at, upload_no, position`,
    [organization],
  ),
});

/** Ids contain the organization: comparisons leave them out. */
const comparable = ({ conversations, messages }: Awaited<ReturnType<typeof contents>>) =>
  [conversations, messages].map((rows) =>
    rows.map((row) => ({ ...(row as object), conversation_id: null, message_id: null })),
  );

describe('shapes', () => {
  it('gives the same rows for the same messages in each accepted shape', async () => {
    const file = chats(4, 11);
    const flat = Object.values(file).flat();
    const interleaved = [...flat.filter((_, i) => i % 2 === 0), ...flat.filter((_, i) => i % 2 === 1)];
    const files = { map: file, list: interleaved, table: { 'select *': flat } };
    for (const [organization, content] of Object.entries(files)) {
      const ended = await send(content, { organization });
      expect(ended).toMatchObject({
        outcome: 'ingested',
        failure: null,
        messages: { total: 44, kept: 44, filtered: 0, rejected: 0, duplicate: 0 },
        conversations: 4,
        conversations_changed: 4,
        conversations_skipped: 0,
      });
      const announced = await running.announced(ended.id);
      expect(announced.map(({ chat_id }) => chat_id).sort()).toEqual(['c0', 'c1', 'c2', 'c3']);
      expect(announced[0]).toMatchObject({
        message_count: 11,
        first_at: '2026-01-05T10:00:00.000Z',
        last_at: '2026-01-05T10:10:00.000Z',
        force: false,
      });
    }
    const map = comparable(await contents('map'));
    expect(map[1]).toHaveLength(44);
    expect(comparable(await contents('list'))).toEqual(map);
    expect(comparable(await contents('table'))).toEqual(map);
  });

  it('announces a chat of a map as soon as it is complete, others at the end', async () => {
    const file = { a: chatOf('a', 20), b: chatOf('b', 1) };
    const ended = await send(file, { organization: 'early' });
    const [a] = (await running.announced(ended.id)).filter((event) => event.chat_id === 'a');
    // Larger than a batch: told once, at its end.
    expect(a).toMatchObject({ message_count: 20 });
    expect(a?.conversation_version).toBeGreaterThan(1);
  });
});

describe('the same again', () => {
  it('changes nothing when a file is sent twice', async () => {
    const file = chats(3, 9);
    await send(file, { organization: 'twice' });
    const before = await contents('twice');
    const again = await send(file, { organization: 'twice' });
    expect(again).toMatchObject({
      messages: { total: 27, kept: 0, duplicate: 27 },
      conversations: 3,
      conversations_changed: 0,
    });
    expect(await running.announced(again.id)).toEqual([]);
    expect(await contents('twice')).toEqual(before);
  });

  it('counts messages that stand twice in one file', async () => {
    const message = chatMessage('d', 0);
    const ended = await send([message, message, chatMessage('d', 1), message], { organization: 'inside' });
    expect(ended.messages).toMatchObject({ total: 4, kept: 2, duplicate: 2 });
  });

  it('gives the same rows for a file in two parts as at once', async () => {
    const file = chats(5, 12);
    await send(file, { organization: 'whole' });
    const flat = Object.values(file).flat();
    await send(
      flat.filter((_, i) => i % 3 !== 0),
      { organization: 'parts' },
    );
    await send(
      flat.filter((_, i) => i % 3 === 0),
      { organization: 'parts' },
    );
    expect(comparable(await contents('parts'))).toEqual(comparable(await contents('whole')));
  });

  it('announces only the conversations that got something new', async () => {
    await send(chats(6, 5), { organization: 'more' });
    const ended = await send({ ...chats(6, 5), c2: chatOf('c2', 8) }, { organization: 'more' });
    expect(ended).toMatchObject({
      conversations: 6,
      conversations_changed: 1,
      messages: { kept: 3, duplicate: 30 },
    });
    const announced = await running.announced(ended.id);
    expect(announced).toMatchObject([{ chat_id: 'c2', message_count: 8 }]);
  });

  it.each(['map', 'list'])('announces all of them by force, in a new version (%s)', async (shape) => {
    const organization = `force-${shape}`;
    const file = shape === 'map' ? chats(3, 9) : Object.values(chats(3, 9)).flat();
    await send(file, { organization });
    const before = await running.db.query<{ conversation_id: string; version: number }>(
      'select conversation_id, version from conversations where organization = $1',
      [organization],
    );
    const ended = await send(file, { organization, force: true });
    expect(ended).toMatchObject({ conversations_changed: 3, messages: { kept: 0, duplicate: 27 } });
    const announced = await running.announced(ended.id);
    expect(announced.every((event) => event.force)).toBe(true);
    expect(announced.map((event) => [event.conversation_id, event.conversation_version - 1]).sort()).toEqual(
      before.map((row) => [row.conversation_id, row.version]).sort(),
    );
  });

  it('processes both lists of a doubled key', async () => {
    const [first, second] = [chatOf('k', 3), chatOf('k', 5)];
    const ended = await send(`{"k":${JSON.stringify(first)},"other":[],"k":${JSON.stringify(second)}}`, {
      organization: 'doubled',
    });
    expect(ended).toMatchObject({ messages: { kept: 5, duplicate: 3 }, conversations: 1 });
    expect(ended.conversations_skipped).toBe(1);
    expect((await running.announced(ended.id)).length).toBe(ended.conversations_changed);
  });
});

describe('what is not kept', () => {
  it('counts every message once and keeps the good ones', async () => {
    const file = {
      a: [
        chatMessage('a', 0),
        'no object',
        chatMessage('a', 1, { MESSAGE_CONTENT: 'press *977# to stop' }),
        chatMessage('a', 2, { SOCIAL_CREATE_TIME: '2026-01-05 10:00:00' }),
        { ...chatMessage('a', 3), MESSAGE_CONTENT: { $ne: null } },
        chatMessage('a', 0),
      ],
      empty: [],
      bad: [{ ...chatMessage('bad', 0), DIRECTION: 'root' }],
      filtered: [chatMessage('filtered', 0, { MESSAGE_CONTENT: '*977#' })],
    };
    const ended = await send(file, { organization: 'mixed' });
    expect(ended).toMatchObject({
      messages: { total: 8, kept: 1, filtered: 2, rejected: 4, duplicate: 1 },
      conversations: 1,
      conversations_changed: 1,
      conversations_skipped: 3,
    });
  });

  it("filters by the organization's own patterns, for uploads begun after the change", async () => {
    await running.gateway.setPatterns(['out of office'], 'own-patterns');
    const file = [
      chatMessage('a', 0, { MESSAGE_CONTENT: 'I am out of office until Monday' }),
      chatMessage('a', 1, { MESSAGE_CONTENT: '*977#' }),
    ];
    // Settings and uploads are told by different consumers.
    await running.ended(await running.gateway.send('[{"MESSAGE":"x"}]', { organization: 'own-patterns' }));
    await expect
      .poll(() =>
        running.db.query('select 1 from organization_settings where organization = $1', ['own-patterns']),
      )
      .toHaveLength(1);
    const ended = await send(file, { organization: 'own-patterns' });
    expect(ended.messages).toMatchObject({ kept: 1, filtered: 1 });
  });

  it('keeps what PostgreSQL can not hold in a storable form', async () => {
    const file = JSON.stringify({
      'a\u0000b': [chatMessage('a\u0000b', 0, { MESSAGE_CONTENT: 'before\u0000after \ud800' })],
      'emoji 😀/../x': [{ ...chatMessage('', 0), FB_CHAT_ID: undefined }],
    });
    const ended = await send(file, { organization: 'odd' });
    expect(ended.messages).toMatchObject({ kept: 2, rejected: 0 });
    const { messages } = await contents('odd');
    expect(messages).toMatchObject([
      { chat_id: 'a\uFFFDb', text: 'before\uFFFDafter \uFFFD' },
      { chat_id: 'emoji 😀/../x' },
    ]);
  });

  it('refuses a message of more than a megabyte and goes on', async () => {
    const large = chatMessage('l', 0, { MESSAGE_CONTENT: 'x'.repeat(1_100_000) });
    const id = await running.gateway.send(JSON.stringify([large, chatMessage('l', 1)]), {
      organization: 'large',
      chunkBytes: 100_000,
    });
    const [ended] = await running.ended(id);
    expect(ended?.messages).toMatchObject({ kept: 1, rejected: 1 });
  });
});

describe('names', () => {
  it('knows the customer by the name on the latest message that has one', async () => {
    const named = (i: number, name: string | null) => chatMessage('n', i, { CUSTOMER_NAME: name });
    await send({ n: [named(5, 'Ada Lovelace'), named(2, 'ada'), named(6, ' ')] }, { organization: 'names' });
    await send([named(3, 'Mrs. Lovelace')], { organization: 'names' });
    const rows = await running.db.query(
      'select customer_name from conversations where conversation_id = $1',
      [conversationId('names', 'n')],
    );
    expect(rows).toEqual([{ customer_name: 'Ada Lovelace' }]);
  });
});

describe('organizations', () => {
  it('keep the same chat apart', async () => {
    await send({ same: chatOf('same', 2) }, { organization: 'one' });
    const ended = await send({ same: chatOf('same', 2) }, { organization: 'two' });
    expect(ended.messages).toMatchObject({ kept: 2, duplicate: 0 });
  });
});
