import {
  type DayFilter,
  ListConversationDays,
  ListConversations,
  MEASURES,
  type Outcome,
  type ReplyOf,
  TONES,
} from '@powerpulse/contracts';
import { conversationId } from '@powerpulse/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../test/ask.js';
import { DayEvents } from '../../test/day-events.js';
import { openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { seededHistory } from '../../test/seeded-history.js';
import { GetMetricGroupsHandler, GetMetricGroupsQuery } from './get-metric-groups.query.js';
import { GetMetricsHandler, GetMetricsQuery } from './get-metrics.query.js';
import { ListConversationDaysHandler, ListConversationDaysQuery } from './list-conversation-days.query.js';
import { ListConversationsHandler, ListConversationsQuery } from './list-conversations.query.js';
import { LiveModels } from './live-models.js';

const ANY = { status: null, sentiment: null, measured: null, topic: null, agent: null, outcome: null };
const WHOLE = { min_csi: null, max_csi: null, topic: null, agent: null, outcome: null };
const FIRST = { sort: 'chat_id', order: 'asc', offset: 0, limit: 100, cursor: null } as const;

type Place = ReplyOf<typeof ListConversationDays>['next'];

describe('days of many conversations', () => {
  let analytics: TestAnalytics;
  const chats = ['c', 'a', 'b'];
  const ids = chats.map((chat) => conversationId('default', chat));
  const dates = Array.from({ length: 700 }, (_, i) =>
    new Date(Date.UTC(2023, 0, 1 + i)).toISOString().slice(0, 10),
  );

  beforeAll(async () => {
    analytics = await openAnalytics();
    const events = new DayEvents();
    for (const chatId of chats)
      await analytics.project(dates.map((date) => events.created({ chatId, date, version: 1 })));
    await analytics.project(seededHistory({ seed: 5, conversations: 60, dates: 30 }));
  });
  afterAll(() => analytics.close());

  const page = (conversation_ids: string[], after: Place, range: { start?: string; end?: string } = {}) =>
    ask(
      ListConversationDays,
      {
        organization: 'default',
        conversation_ids,
        start_date: range.start ?? null,
        end_date: range.end ?? null,
        after,
      },
      (asked) =>
        new ListConversationDaysHandler(new LiveModels(analytics.database)).execute(
          new ListConversationDaysQuery(asked),
        ),
    );

  it('come in the order asked, then by date, none twice and none left out', async () => {
    const seen: string[] = [];
    let [left, after, pages] = [ids, null as Place, 0];
    while (left.length > 0) {
      const { days, next } = await page(left, after);
      seen.push(...days.map(({ conversation_id, day }) => `${conversation_id} ${day.analysis_date}`));
      left = next === null ? [] : left.slice(left.indexOf(next.conversation_id));
      [after, pages] = [next, pages + 1];
    }
    expect(pages).toBeGreaterThan(2);
    expect(seen).toEqual(ids.flatMap((id) => dates.map((date) => `${id} ${date}`)));
  });

  it('are those of the range, of conversations that are known', async () => {
    const unknown = conversationId('default', 'unknown');
    const { days, next } = await page([unknown, ids[1]!], null, { start: '2023-01-03', end: '2023-01-04' });
    expect(days.map(({ conversation_id, day }) => [conversation_id, day.analysis_date])).toEqual([
      [ids[1], '2023-01-03'],
      [ids[1], '2023-01-04'],
    ]);
    expect(next).toBeNull();
  });

  it.each([
    { start_date: '2026-01-01', end_date: null },
    { start_date: '2026-01-10', end_date: '2026-01-20' },
  ])('are as many, of each kind, as the numbers say: $start_date to $end_date', async (range) => {
    const models = new LiveModels(analytics.database);
    const asked = { organization: 'default', ...range, scorer: null };
    const { metrics, micro_metrics } = await new GetMetricsHandler(models).execute(
      new GetMetricsQuery({ ...asked, topics: 100 }),
    );
    const { groups } = await new GetMetricGroupsHandler(models).execute(
      new GetMetricGroupsQuery({ ...asked, group_by: 'outcome', limit: 10 }),
    );
    const expectDays = async (like: Partial<DayFilter>, count: number, conversations?: number) => {
      const days = { ...ANY, ...like };
      const request = { organization: 'default', ...range, ...WHOLE, days, conversation_ids: null, ...FIRST };
      const page = await ask(ListConversations, request, (one) =>
        new ListConversationsHandler(models).execute(new ListConversationsQuery(one)),
      );
      expect(page.total_days, JSON.stringify(like)).toBe(count);
      expect(page.conversations.reduce((sum, row) => sum + row.days, 0)).toBe(count);
      expect(page.total).toBe(conversations ?? page.conversations.length);
    };
    await expectDays({ status: 'scored' }, metrics.scored_days, metrics.sample_count);
    await expectDays({ status: 'unscored' }, metrics.unscored_days);
    await expectDays({ status: 'outbound' }, metrics.outbound_days);
    for (const measured of MEASURES.options) await expectDays({ measured }, micro_metrics[measured].n);
    for (const sentiment of TONES) {
      const share = metrics.sentiment_distribution[sentiment] ?? 0;
      await expectDays({ sentiment }, Math.round(share * micro_metrics.sentiment_score.n));
    }
    for (const { topic, frequency } of metrics.topic_frequency.slice(0, 3))
      await expectDays({ topic }, frequency);
    for (const { group, ...days } of groups)
      await expectDays({ outcome: group as Outcome }, days.scored_days + days.unscored_days);
  });
});
