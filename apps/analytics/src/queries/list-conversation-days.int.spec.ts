import { ListConversationDays, type ReplyOf } from '@powerpulse/contracts';
import { conversationId } from '@powerpulse/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../test/ask.js';
import { DayEvents } from '../../test/day-events.js';
import { openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { ListConversationDaysHandler, ListConversationDaysQuery } from './list-conversation-days.query.js';
import { LiveModels } from './live-models.js';

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
});
