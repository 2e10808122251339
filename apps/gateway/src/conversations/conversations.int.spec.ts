import { badInputs } from '@powerpulse/testing';
import { conversationId } from '@powerpulse/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../test/http-answers.js';
import { startAll, type Everything } from '../../test/running-gateway.js';
import type { ConversationDetailDto, ConversationListDto } from './conversations.dto.js';
import type { DayDto, LowestDaysDto } from './days.dto.js';
import type { MessagesDto } from './messages.dto.js';

/** What exports really contain, and what breaks naive routers. */
const CHAT_IDS = [
  'chat-1',
  'a/b',
  '/',
  '//',
  '..%2f..',
  '../../etc/passwd',
  'a b+c',
  '100%',
  '%41',
  '?x=1&y#z',
  'daily',
  'messages',
  ':chat_id',
  '*',
  'émoji 😀👩‍👩‍👧',
  '😀'.repeat(250),
  'x'.repeat(500),
  '...',
  '.hidden',
  "'; drop table x; --",
  '\u202eexe.nosj',
  'tab\tnew\nline',
];

describe('conversations over HTTP', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
    for (const chatId of [...CHAT_IDS, '.', '..']) all.others.analytics.addConversation(chatId);
    all.others.ingestion.names.set(conversationId('default', 'chat-1'), 'A. Customer');
  });
  afterAll(() => all.close());

  const get = async <T>(path: string): Promise<T> => {
    const response = await all.fetch(path);
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  };
  const lastAsked = () => all.others.analytics.asked.at(-1)?.request;

  it('are listed by page and by cursor, with the customers names', async () => {
    const total = CHAT_IDS.length + 2;
    const first = await get<ConversationListDto>('/api/conversations');
    expect(first).toMatchObject({ total, page: 1, page_size: 20, total_pages: 2, next_cursor: 'next' });
    expect(first.conversations[0]).toMatchObject({
      chat_id: 'chat-1',
      csi: 71.25,
      satisfaction_score: 71.25,
      topics: ['refund'],
      customer_name: 'A. Customer',
    });
    expect(first.conversations[1]?.customer_name).toBeNull();
    const second = await get<ConversationListDto>('/api/conversations?page=2&page_size=5');
    expect(second.conversations.map(({ chat_id }) => chat_id)).toEqual(CHAT_IDS.slice(5, 10));
    const next = await get<ConversationListDto>('/api/conversations?cursor=next&page_size=5');
    expect(next).toMatchObject({ page: null, conversations: [{ chat_id: CHAT_IDS[5] }, {}, {}, {}, {}] });
  });

  it('pass every filter on', async () => {
    await get(
      '/api/conversations?start_date=2026-01-01&end_date=2026-02-01&min_csi=10.5&max_csi=90&topic=refund&agent=maria%20d&outcome=resolved&sort=csi&order=asc&page=3&page_size=100',
    );
    expect(lastAsked()).toEqual({
      organization: 'default',
      start_date: '2026-01-01',
      end_date: '2026-02-01',
      min_csi: 10.5,
      max_csi: 90,
      topic: 'refund',
      agent: 'maria d',
      outcome: 'resolved',
      conversation_ids: null,
      sort: 'csi',
      order: 'asc',
      offset: 200,
      limit: 100,
      cursor: null,
    });
  });

  it('are asked for by their days, with all that is said of a day', async () => {
    await get('/api/conversations?match=days&topic=refund&sentiment=negative');
    const days = { status: null, measured: null, topic: 'refund', sentiment: 'negative' };
    expect(lastAsked()).toMatchObject({ topic: null, agent: null, days });
  });

  it('are searched for words first, and told in how many they were', async () => {
    all.others.ingestion.addMessages('chat-1', 'my refund is late');
    const found = await get<ConversationListDto>('/api/conversations?q=refund&min_csi=1');
    expect(found.search).toEqual({ matches: 1, cut: false });
    const conversation_ids = [conversationId('default', 'chat-1')];
    expect(lastAsked()).toMatchObject({ conversation_ids, min_csi: 1 });
    expect((await get<ConversationListDto>('/api/conversations?q=nowhere')).search?.matches).toBe(0);
    expect(lastAsked()).toMatchObject({ conversation_ids: [] });
    expect((await get<ConversationListDto>('/api/conversations')).search).toBeNull();
  });

  it('are not searched for who may not read what was written, and by names only for who may see them', async () => {
    const keyOf = async (role: string): Promise<string> => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ name: role, role });
      const made = await all.fetch('/api/api-keys', { method: 'POST', headers, body });
      return ((await made.json()) as { key: string }).key;
    };
    const search = async (role: string) =>
      all.fetch('/api/conversations?q=refund', { headers: { 'x-api-key': await keyOf(role) } });
    expect((await search('viewer')).status).toBe(403);
    const { searched } = all.others.ingestion;
    expect((await search('reviewer')).status).toBe(200);
    expect((await search('analyst')).status).toBe(200);
    expect(searched.slice(-2).map(({ names }) => names)).toEqual([false, true]);
  });

  it.each(CHAT_IDS)('are found by the id %j', async (chatId) => {
    const path = `/api/conversations/${encodeURIComponent(chatId)}`;
    const one = await get<ConversationDetailDto>(path);
    expect(one).toMatchObject({ chat_id: chatId, effectiveness_score: 8, empathy_score: 5.9 });
    expect(await get<DayDto[]>(`${path}/daily`)).toHaveLength(1);
  });

  it.each(['.', '..'])('are found by the id %j in the query', async (chatId) => {
    for (const path of ['', '/daily']) {
      await get(`/api/conversations/-${path}?chat_id=${chatId}`);
      expect(lastAsked()).toMatchObject({ chat_id: chatId });
    }
  });

  it.each(['unknown', 'a\u0000b'])('are 404 where the id %j is unknown', async (chatId) => {
    for (const path of ['', '/daily', '/messages']) {
      const response = await all.fetch(`/api/conversations/${encodeURIComponent(chatId)}${path}`);
      const problem = await problemIn(response);
      expect([problem.status, codeOf(problem), problem.detail]).toEqual([
        404,
        'not-found',
        'There is no such conversation.',
      ]);
    }
  });

  it('show their days, each with reasons and the quoted words', async () => {
    all.others.analytics.addConversation('judged', 5);
    const messages = all.others.ingestion.addMessages(
      'judged',
      ...Array.from({ length: 20 }, (_, i) => `hello ${String(i)}, thanks 😀 a lot`),
    );
    const { days } = all.others.analytics.conversations.get('judged')!;
    const quote = { metric: 'sentiment_score', message_id: messages[18]!.message_id, start: 10, length: 9 };
    const gone = { ...quote, message_id: messages[0]!.message_id.replace(/^.{8}/, 'ffffffff') };
    all.others.ingestion.removedUntil.set(conversationId('default', 'judged'), days[1]!.first_at);
    all.others.scoring.evidence.set(days[0]!.day_id, {
      day_id: days[0]!.day_id,
      version: 1,
      scorer: days[0]!.scorer!,
      reason: 'The customer thanked.',
      quotes: [quote, gone],
      null_reasons: { fcr_score: 'no issue was named' },
      confidence: { sentiment_score: 0.8 },
    });
    const rows = await get<DayDto[]>('/api/conversations/judged/daily?start_date=2026-01-01');
    expect(rows.map(({ analysis_date }) => analysis_date)).toEqual(
      [1, 2, 3, 4, 5].map((d) => `2026-01-0${String(d)}`),
    );
    expect(rows[1]?.evidence).toBeNull();
    expect(rows.map(({ text_removed }) => text_removed)).toEqual([true, true, false, false, false]);
    expect(rows[0]).toMatchObject({
      sentiment_score: 5.5,
      avg_response_time: 120,
      csi_score: 78.5,
      topics: ['refund'],
      evidence: {
        reason: 'The customer thanked.',
        quotes: [{ metric: 'sentiment_score', message_id: quote.message_id, quote: 'thanks 😀' }],
        null_reasons: { fcr_score: 'no issue was named' },
        confidence: { sentiment_score: 0.8 },
      },
    });
    const lowest = await get<LowestDaysDto>('/api/metrics/lowest-days?limit=100');
    expect(lowest.days.find(({ day_id }) => day_id === days[0]!.day_id)).toMatchObject({
      chat_id: 'judged',
      evidence: { reason: 'The customer thanked.' },
    });
  });

  it('show the transcript, with the tone of each customer message', async () => {
    all.others.ingestion.addMessages(
      'written',
      ...Array.from({ length: 33 }, (_, i) => (i === 20 ? 'thanks' : `m${String(i)}`)),
    );
    const page = await get<MessagesDto>('/api/conversations/written/messages?page=2');
    expect(page).toMatchObject({ chat_id: 'written', total: 33, page: 2, total_pages: 2 });
    expect(page.messages).toHaveLength(13);
    expect(page.messages[0]).toEqual({
      message_id: expect.any(String) as unknown,
      sent_at: '2026-01-01T10:00:20.000Z',
      direction: 'to_company',
      text: 'thanks',
      text_removed: false,
      agent_username: null,
      agent_email: null,
      sentiment: 0.5,
    });
    expect(page.messages[1]).toMatchObject({
      direction: 'to_client',
      agent_username: 'maria',
      sentiment: null,
    });
  });

  it.each([
    ['cursor=forged', 422, undefined],
    ['cursor=next&page=2', 400, 'page'],
    ['min_csi=50&max_csi=40', 400, 'max_csi'],
    ['min_csi=101', 400, 'min_csi'],
    ['min_csi=1e1', 400, 'min_csi'],
    ['outcome=great', 400, 'outcome'],
    ['match=conversations&sentiment=neutral', 400, 'match'],
    ['sort=text', 400, 'sort'],
    ['topic=%00', 400, 'topic'],
    ['agent=', 400, 'agent'],
    ['q=', 400, 'q'],
    [`q=${'x'.repeat(201)}`, 400, 'q'],
    ['q=a%00b', 400, 'q'],
    ['page=0', 400, 'page'],
    ['page_size=101', 400, 'page_size'],
  ])('are not listed by %s', async (query, status, path) => {
    const problem = await problemIn(await all.fetch(`/api/conversations?${query}`));
    expect([problem.status, problem.errors?.[0]?.path]).toEqual([status, path]);
  });

  it.each(badInputs('numbers-size').filter(({ via }) => via === 'api.query.limit'))(
    '$id: $expect.detail',
    async ({ input, expect: { status } }) => {
      const response = await all.fetch(`/api/conversations?page_size=${encodeURIComponent(input as string)}`);
      expect(status).toContain((await problemIn(response)).status);
    },
  );
});
