import { CountMatches, SearchConversations } from '@powerpulse/contracts';
import { conversationId } from '@powerpulse/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatMessage } from '../../test/chat-files.js';
import { type RunningIngestion, startIngestion } from '../../test/running-ingestion.js';

/** Chat id, then the words of its messages. */
const CHATS: Record<string, string[]> = {
  'order-4711': ['Where is my REFUND?', 'It was sent on Monday.'],
  late: ['The parcel is late, very late', 'Sorry for that'],
  both: ['refund for a late parcel'],
  apart: ['a refund, please', 'it is late'],
  umlaut: ['Die Rückerstattung fehlt', 'Тест пройден'],
  '100%_sure': ["'; drop table messages; -- \\ % _"],
};

describe('SearchConversations', () => {
  let running: RunningIngestion;

  beforeAll(async () => {
    running = await startIngestion({ BATCH_MESSAGES: 2_000 });
    const file = Object.entries(CHATS).map(([chat, texts], day) => [
      chat,
      texts.map((MESSAGE_CONTENT, i) =>
        chatMessage(chat, i, {
          MESSAGE_CONTENT,
          SOCIAL_CREATE_TIME: `2026-01-1${String(day)}T10:0${String(i)}:00Z`,
          ...(chat === 'late' && { CUSTOMER_NAME: 'Zoë Müller-Lüdenscheidt' }),
        }),
      ),
    ]);
    for (const organization of ['search', 'other'])
      await running.sendFile(Object.fromEntries(file), { organization });
  });
  afterAll(() => running.close());

  const search = async (text: string, limit = 100, organization = 'search', names = true) => {
    const question = { organization, text, names, limit };
    const { conversation_ids, cut } = await running.requests.ask(SearchConversations, question);
    const chats = new Map(Object.keys(CHATS).map((chat) => [conversationId(organization, chat), chat]));
    return { chats: conversation_ids.map((id) => chats.get(id)), cut };
  };

  it.each([
    ['refund', ['apart', 'both', 'order-4711']],
    ['Refund late', ['both']],
    ['refund -late', ['apart', 'order-4711']],
    ['"late parcel"', ['both']],
    ['monday or rückerstattung', ['umlaut', 'order-4711']],
    ['тест', ['umlaut']],
    ['4711', ['order-4711']],
    ['der-4', ['order-4711']],
    ['müller', ['late']],
    ['100%_', ['100%_sure']],
    ['%%%', []],
    ['___', []],
    ["'; drop table messages; --", ['100%_sure']],
    ['"', []],
    ['-', []],
    ['nowhere', []],
  ])('finds %s', async (text, chats) => {
    expect(await search(text)).toEqual({ chats, cut: false });
  });

  it('gives the ones with the newest messages, and says that there are more', async () => {
    expect(await search('refund', 2)).toEqual({ chats: ['apart', 'both'], cut: true });
    expect(await search('refund', 3)).toEqual({ chats: ['apart', 'both', 'order-4711'], cut: false });
  });

  it('looks into names only for who may see them', async () => {
    expect((await search('müller', 10, 'search', false)).chats).toEqual([]);
    expect((await search('order-47', 10, 'search', false)).chats).toEqual(['order-4711']);
  });

  it('counts what patterns would have left out', async () => {
    const ask = (organization: string, patterns: string[]) =>
      running.requests.ask(CountMatches, {
        organization,
        conversation_ids: Object.keys(CHATS).map((chat) => conversationId('search', chat)),
        patterns,
      });
    const tried = await ask('search', ['late', 'refund', '%', 'nowhere']);
    expect(tried).toMatchObject({
      messages: 10,
      matched: 5,
      patterns: [
        { messages: 3, conversations: 3 },
        { messages: 2, conversations: 2 },
        { messages: 1, conversations: 1 },
        { messages: 0, conversations: 0 },
      ],
    });
    expect(
      tried.patterns.map(({ examples }) => examples.map(({ chat_id, text }) => [chat_id, text])),
    ).toEqual([
      [
        ['apart', 'it is late'],
        ['both', 'refund for a late parcel'],
        ['late', 'The parcel is late, very late'],
      ],
      [
        ['apart', 'a refund, please'],
        ['both', 'refund for a late parcel'],
      ],
      [['100%_sure', "'; drop table messages; -- \\ % _"]],
      [],
    ]);
    expect(await ask('nobody', ['late'])).toMatchObject({ messages: 0, matched: 0 });
    expect(await ask('search', [])).toEqual({ messages: 10, matched: 0, patterns: [] });
  });

  it('knows nothing of other organizations', async () => {
    expect((await search('refund', 10, 'nobody')).chats).toEqual([]);
    expect((await search('refund', 10, 'other')).chats).toHaveLength(3);
  });
});
