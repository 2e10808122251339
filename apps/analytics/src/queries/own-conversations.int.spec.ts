import { ListConversations, type RequestOf } from '@powerpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../test/ask.js';
import { DayEvents } from '../../test/day-events.js';
import { openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { ListConversationsHandler, ListConversationsQuery } from './list-conversations.query.js';
import { LiveModels } from './live-models.js';

const agent = (username: string, email: string | null) => ({
  username,
  email,
  messages: 1,
  last_at: '2026-01-12T10:00:00.000Z',
});
const KIM = agent('kim', 'kim@example.org');
const LEE = agent('lee', 'lee@example.org');

describe("an agent's own conversations", () => {
  let analytics: TestAnalytics;
  const events = new DayEvents();

  beforeAll(async () => {
    analytics = await openAnalytics();
    const chats = {
      one: [KIM],
      two: [LEE, KIM],
      three: [LEE],
      four: [agent('kim@example.org', null)],
      five: [],
    };
    const days = Object.entries(chats).map(([chatId, agents]) =>
      events.created({ chatId, date: '2026-01-12', version: 1, agents }),
    );
    // On another day somebody else took over.
    const later = events.created({ chatId: 'one', date: '2026-01-14', version: 1, agents: [LEE] });
    await analytics.project([...days, later]);
  });
  afterAll(() => analytics.close());

  const list = async (request: Partial<RequestOf<typeof ListConversations>>) => {
    const { conversations, total } = await ask(ListConversations, { ...EVERYTHING, ...request }, (asked) =>
      new ListConversationsHandler(new LiveModels(analytics.database)).execute(
        new ListConversationsQuery(asked),
      ),
    );
    expect(total).toBe(conversations.length);
    return conversations.map(({ chat_id }) => chat_id);
  };

  it('are those in which a message carries their address, alone or among others', async () => {
    expect(await list({ agent_email: 'kim@example.org' })).toEqual(['one', 'two']);
    expect(await list({ agent_email: 'lee@example.org' })).toEqual(['one', 'three', 'two']);
    expect(await list({ agent_email: 'kim@example.org', agent: 'lee' })).toEqual(['one', 'two']);
    expect(await list({ agent_email: 'kim' })).toEqual([]);
    expect(await list({ agent_email: '' })).toEqual([]);
  });

  it('are with dates those with such a message in the range', async () => {
    const range = { start_date: '2026-01-13', end_date: '2026-01-20' };
    expect(await list({ ...range, agent_email: 'kim@example.org' })).toEqual([]);
    expect(await list({ ...range, agent_email: 'lee@example.org' })).toEqual(['one']);
  });
});

const EVERYTHING: RequestOf<typeof ListConversations> = {
  organization: 'default',
  start_date: null,
  end_date: null,
  min_csi: null,
  max_csi: null,
  topic: null,
  agent: null,
  outcome: null,
  conversation_ids: null,
  sort: 'chat_id',
  order: 'asc',
  offset: 0,
  limit: 100,
  cursor: null,
};
