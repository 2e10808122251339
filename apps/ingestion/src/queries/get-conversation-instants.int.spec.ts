import { GetConversationInstants, GetMessages, type ReplyOf } from '@powerpulse/contracts';
import { conversationId } from '@powerpulse/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatMessage, chatOf } from '../../test/chat-files.js';
import { type RunningIngestion, startIngestion } from '../../test/running-ingestion.js';

let running: RunningIngestion;
beforeAll(async () => {
  running = await startIngestion({ BATCH_MESSAGES: 2_000 });
});
afterAll(async () => {
  await running.close();
});

const send = (organization: string, file: unknown, force = false) =>
  running.sendFile(file, { organization, force });

type Page = ReplyOf<typeof GetConversationInstants>['conversations'][number];

const instants = async (organization: string, asked: [chat: string, offset: number][]): Promise<Page[]> => {
  const { conversations } = await running.requests.ask(GetConversationInstants, {
    organization,
    conversations: asked.map(([chat, offset]) => ({
      conversation_id: conversationId(organization, chat),
      offset,
    })),
  });
  return conversations;
};

const jsonBytes = (reply: unknown) => Buffer.byteLength(JSON.stringify(reply));
const iso = (at: number) => new Date(at).toISOString();

describe('GetConversationInstants', () => {
  it('gives who wrote when, without words', async () => {
    const upload = await send('instants', {
      a: [
        chatMessage('a', 1),
        chatMessage('a', 0),
        chatMessage('a', 3, { AGENT_USERNAME: null }),
        chatMessage('a', 5, { AGENT_USERNAME: null, AGENT_EMAIL: null }),
      ],
    });
    const [page] = await instants('instants', [['a', 0]]);
    expect(page).toMatchObject({
      chat_id: 'a',
      conversation_version: 1,
      changes: [{ version: 1, upload_id: upload, force: false }],
      total: 4,
      offset: 0,
      directions: 'caaa',
      agents: [
        { username: 'agent-1', email: 'agent-1@example.com' },
        { username: 'agent-0@example.com', email: 'agent-0@example.com' },
      ],
      agent: [-1, 0, 1, -1],
    });
    expect(page?.at.map(iso)).toEqual([
      '2026-01-05T10:00:00.000Z',
      '2026-01-05T10:01:00.000Z',
      '2026-01-05T10:03:00.000Z',
      '2026-01-05T10:05:00.000Z',
    ]);
    expect(JSON.stringify(page)).not.toContain('message 1');
  });

  it('orders messages of one instant by first acceptance', async () => {
    const at = (text: string) => chatMessage('t', 0, { MESSAGE_CONTENT: text });
    await send('ties', [at('z'), at('m')]);
    await send('ties', [at('a'), at('m'), at('b')]);
    const { messages } = await running.requests.ask(GetMessages, {
      organization: 'ties',
      conversation_id: conversationId('ties', 't'),
      offset: 0,
      limit: 10,
      first_at: null,
      last_at: null,
    });
    expect(messages.map((message) => message.text)).toEqual(['z', 'm', 'a', 'b']);
    const [page] = await instants('ties', [['t', 0]]);
    expect(page?.message_ids).toEqual(messages.map((message) => message.message_id));
  });

  it('names the uploads that raised the version', async () => {
    const first = await send('changes', { a: chatOf('a', 1) });
    const second = await send('changes', { a: chatOf('a', 2) });
    await send('changes', { a: chatOf('a', 2) });
    const forced = await send('changes', { a: chatOf('a', 2) }, true);
    const [page] = await instants('changes', [['a', 0]]);
    expect(page?.changes).toEqual([
      { version: 1, upload_id: first, force: false },
      { version: 2, upload_id: second, force: false },
      { version: 3, upload_id: forced, force: true },
    ]);
  });

  it('answers in the order asked, in pages, until the reply is full', async () => {
    await send('pages', { big: chatOf('big', 5_000), a: chatOf('a', 10), b: chatOf('b', 10) });
    const asked: [string, number][] = [
      ['b', 0],
      ['unknown', 0],
      ['big', 0],
      ['a', 0],
    ];
    const first = await instants('pages', asked);
    expect(first.map(({ chat_id, message_ids }) => [chat_id, message_ids.length])).toEqual([
      ['b', 10],
      ['big', 3_990],
    ]);
    const rest = await instants('pages', [
      ['big', 3_990],
      ['a', 0],
    ]);
    expect(rest.map(({ chat_id, message_ids, total }) => [chat_id, message_ids.length, total])).toEqual([
      ['big', 1_010, 5_000],
      ['a', 10, 10],
    ]);
    const ids = [...(first[1]?.message_ids ?? []), ...(rest[0]?.message_ids ?? [])];
    expect(new Set(ids).size).toBe(5_000);
    const at = [...(first[1]?.at ?? []), ...(rest[0]?.at ?? [])];
    expect(at).toEqual(at.toSorted((a, b) => a - b));
  });

  it('stays within what the bus carries, whatever names agents have', async () => {
    const name = (i: number) => `${i}${'\u0001'.repeat(190)}`;
    const messages = Array.from({ length: 900 }, (_, i) =>
      chatMessage('n', 2 * i + 1, { AGENT_USERNAME: name(i), AGENT_EMAIL: name(i) }),
    );
    await send('agents', { n: messages });
    const seen: string[] = [];
    while (seen.length < 900) {
      const pages = await instants('agents', [['n', seen.length]]);
      expect(jsonBytes(pages)).toBeLessThan(512 * 1024);
      expect(pages[0]?.message_ids.length).toBeGreaterThan(0);
      seen.push(...(pages[0]?.message_ids ?? []));
    }
    expect(new Set(seen).size).toBe(900);
  });
});
