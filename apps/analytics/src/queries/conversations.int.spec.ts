import {
  CONVERSATION_SORTS,
  type ConversationRow,
  GetConversation,
  ListConversations,
  ListLowestDays,
  type RequestOf,
} from '@powerpulse/contracts';
import { InvalidInput } from '@powerpulse/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../test/ask.js';
import { DayEvents } from '../../test/day-events.js';
import { openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { seededHistory } from '../../test/seeded-history.js';
import { GetConversationHandler, GetConversationQuery } from './get-conversation.query.js';
import { ListConversationsHandler, ListConversationsQuery } from './list-conversations.query.js';
import { ListLowestDaysHandler, ListLowestDaysQuery } from './list-lowest-days.query.js';
import { LiveModels } from './live-models.js';

type ListRequest = RequestOf<typeof ListConversations>;
const RANGE = { start_date: '2026-01-10', end_date: '2026-01-20' };

describe('conversations', () => {
  let analytics: TestAnalytics;
  const events = new DayEvents();

  beforeAll(async () => {
    analytics = await openAnalytics();
    await analytics.project(seededHistory({ seed: 5, conversations: 90, dates: 40 }));
    const odd = ['Ä/ü?%', 'a.b c', '🙂'.repeat(20), '__proto__', 'Z'];
    const days = odd.map((chatId) => ({ chatId, date: '2026-01-12', version: 1 }));
    await analytics.project([...days.map((day) => events.created(day)), events.scored(days.slice(1))]);
  });
  afterAll(() => analytics.close());

  const models = () => new LiveModels(analytics.database);
  const list = (request: Partial<ListRequest> = {}, asked = models()) =>
    ask(ListConversations, { ...EVERYTHING, ...request }, (one) =>
      new ListConversationsHandler(asked).execute(new ListConversationsQuery(one)),
    );
  const get = (chat_id: string, request: Partial<RequestOf<typeof GetConversation>> = {}) =>
    ask(
      GetConversation,
      { organization: 'default', chat_id, start_date: null, end_date: null, days_offset: 0, ...request },
      (asked) => new GetConversationHandler(models()).execute(new GetConversationQuery(asked)),
    );
  const lowest = (request: Partial<RequestOf<typeof ListLowestDays>> = {}) =>
    ask(
      ListLowestDays,
      { organization: 'default', start_date: null, end_date: null, limit: 100, ...request },
      (asked) => new ListLowestDaysHandler(models()).execute(new ListLowestDaysQuery(asked)),
    );

  /** Every page, by offset or by cursor. */
  async function pages(
    request: Partial<ListRequest>,
    by: 'offset' | 'cursor',
    limit = 7,
    asked?: LiveModels,
  ) {
    const rows: ConversationRow[] = [];
    let cursor: string | null = null;
    do {
      const at: Partial<ListRequest> =
        by === 'cursor' && cursor !== null ? { cursor } : { offset: rows.length };
      const page = await list({ ...request, ...at, limit }, asked);
      rows.push(...page.conversations);
      cursor = page.next_cursor;
      if (cursor !== null) expect(page.conversations).toHaveLength(limit);
      expect(page.total).toBeGreaterThanOrEqual(rows.length);
    } while (cursor !== null);
    return rows;
  }

  const all = (request: Partial<ListRequest> = {}) => pages(request, 'offset', 100);
  const ids = (rows: { chat_id: string }[]) => rows.map((row) => row.chat_id);
  /** By code points, as the database does. */
  const byText = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

  function sorted(rows: ConversationRow[], sort: ListRequest['sort'], order: 'asc' | 'desc') {
    const direction = order === 'asc' ? 1 : -1;
    return [...rows].sort((a, b) => {
      const [x, y] = [a[sort], b[sort]];
      if (sort === 'chat_id') return direction * byText(a.chat_id, b.chat_id);
      if (x === null || y === null) {
        if (x !== y) return x === null ? 1 : -1;
      } else if (x !== y) return x < y ? -direction : direction;
      return byText(a.chat_id, b.chat_id);
    });
  }

  describe.each([{ range: {} }, { range: RANGE }])('listed with $range', ({ range }) => {
    it.each(
      CONVERSATION_SORTS.flatMap(
        (sort) =>
          [
            [sort, 'asc'],
            [sort, 'desc'],
          ] as const,
      ),
    )('sort by %s %s, null last, ties by chat id, the same page by page', async (sort, order) => {
      const expected = ids(sorted(await all(range), sort, order));
      expect(expected.length).toBeGreaterThan(15);
      expect(ids(await pages({ ...range, sort, order }, 'offset'))).toEqual(expected);
      // Pages of another size begin between the places that these left behind.
      const known = models();
      for (const size of [31, 9])
        expect(ids(await pages({ ...range, sort, order }, 'offset', size, known))).toEqual(expected);
      expect(ids(await pages({ ...range, sort, order }, 'cursor'))).toEqual(expected);
    });

    it('are filtered by what they show', async () => {
      const everything = await all(range);
      const check = async (filter: Partial<ListRequest>, holds: (row: ConversationRow) => boolean) => {
        const expected = everything.filter(holds);
        expect(expected.length).toBeGreaterThan(0);
        expect(ids(await all({ ...range, ...filter })).sort()).toEqual(ids(expected).sort());
        expect((await list({ ...range, ...filter })).total).toBe(expected.length);
      };
      await check({ min_csi: 40 }, (row) => row.csi !== null && row.csi >= 40);
      await check({ min_csi: 30, max_csi: 60 }, (row) => row.csi !== null && row.csi >= 30 && row.csi <= 60);
      await check({ topic: 'outage' }, (row) => row.topics.some(({ slug }) => slug === 'outage'));
      await check({ outcome: 'escalated' }, (row) => row.outcome === 'escalated');
      const some = everything.slice(3, 9).map((row) => row.conversation_id);
      await check({ conversation_ids: some }, (row) => some.includes(row.conversation_id));
      const [row] = everything.filter((one) => one.agent_username !== null);
      const agent = row!.agent_username!;
      expect(ids(await all({ ...range, agent }))).toContain(row!.chat_id);
      expect(await all({ ...range, agent: 'nobody' })).toEqual([]);
    });

    it('show the same as one does that is asked for alone', async () => {
      for (const row of (await all(range)).slice(0, 25)) {
        const { conversation, days, total_days } = await get(row.chat_id, range);
        expect(conversation).toEqual(row);
        expect([days.length, total_days]).toEqual([row.days, row.days]);
      }
    });
  });

  it('match a range if any of their days does, and show those days only', async () => {
    const inRange = await all(RANGE);
    const everything = new Map((await all()).map((row) => [row.chat_id, row]));
    expect(inRange.length).toBeLessThan(everything.size);
    expect(inRange.some((row) => row.days < everything.get(row.chat_id)!.days)).toBe(true);
    for (const row of inRange) {
      expect(row.first_message_at.slice(0, 10) >= RANGE.start_date).toBe(true);
      expect(row.last_message_at.slice(0, 10) <= RANGE.end_date).toBe(true);
    }
    expect((await list(RANGE)).total).toBe(inRange.length);
    expect((await list()).total).toBe(everything.size);
  });

  it('refuse a cursor of another list', async () => {
    const { next_cursor } = await list({ limit: 5, sort: 'csi' });
    expect(next_cursor).not.toBeNull();
    await expect(list({ cursor: next_cursor, sort: 'message_count' })).rejects.toThrow(InvalidInput);
    await expect(list({ cursor: 'nonsense' })).rejects.toThrow(InvalidInput);
  });

  it('are found by any chat id, and none by another', async () => {
    for (const chatId of ['Ä/ü?%', 'a.b c', '🙂'.repeat(20), '__proto__'])
      expect((await get(chatId)).conversation?.chat_id).toBe(chatId);
    expect(await get('unknown')).toEqual({ conversation: null, days: [], total_days: 0 });
    expect(await get('Z', { organization: 'another' })).toMatchObject({ conversation: null });
    expect(await get('Z', { start_date: '2027-01-01' })).toMatchObject({ conversation: null });
  });

  it('have days that say how they were judged, or why not', async () => {
    const [waiting] = (await get('Ä/ü?%')).days;
    expect(waiting).toMatchObject({
      version: 1,
      analysis_date: '2026-01-12',
      csi_score: null,
      scorer: null,
      unscored_reason: 'waiting',
      metrics: { ces: null, topics: [] },
      outbound: false,
    });
    expect(waiting?.efficiency_score).toBeCloseTo(8.7777777778, 9);
    const [scored] = (await get('Z')).days;
    expect(scored).toMatchObject({
      unscored_reason: null,
      scorer: { provider: 'local' },
      effort_score: 20 / 3,
    });
    expect(scored?.csi_score).toBeCloseTo(74.73611111111111, 9);
  });

  it('come in pages of days that fit a reply', async () => {
    const dates = Array.from({ length: 900 }, (_, i) =>
      new Date(Date.UTC(2023, 0, 1 + i)).toISOString().slice(0, 10),
    );
    const days = dates.map((date) => ({ chatId: 'long', date, version: 1 }));
    const topics = [0, 1, 2, 3, 4].map((n) => ({ slug: `${n}`.repeat(60), label: `${'ä'.repeat(70)}${n}` }));
    await analytics.project([
      ...days.map((day) => events.created(day)),
      events.scored(days.map((day) => ({ ...day, metrics: { topics } }))),
    ]);
    const seen: string[] = [];
    while (seen.length < 900) {
      const page = await get('long', { days_offset: seen.length });
      expect(page.total_days).toBe(900);
      expect(page.days.length).toBeGreaterThan(0);
      expect(page.conversation?.days).toBe(900);
      seen.push(...page.days.map((day) => day.analysis_date));
    }
    expect(seen).toEqual(dates);
  });

  it('have lowest days, lowest first', async () => {
    for (const range of [{}, RANGE]) {
      const { days } = await lowest(range);
      const scores = days.map(({ day }) => day.csi_score!);
      expect(scores).toEqual([...scores].sort((a, b) => a - b));
      const everyDay = (await Promise.all((await all(range)).map((row) => get(row.chat_id, range)))).flatMap(
        (reply) => reply.days.filter((day) => day.csi_score !== null).map((day) => day.csi_score!),
      );
      expect(scores).toEqual(everyDay.sort((a, b) => a - b).slice(0, 100));
    }
    expect((await lowest({ limit: 3 })).days).toHaveLength(3);
  });
});

const EVERYTHING: ListRequest = {
  organization: 'default',
  start_date: null,
  end_date: null,
  min_csi: null,
  max_csi: null,
  topic: null,
  agent: null,
  outcome: null,
  conversation_ids: null,
  sort: 'last_message_at',
  order: 'desc',
  offset: 0,
  limit: 100,
  cursor: null,
};
