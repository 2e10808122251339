import { CONVERSATION_SORTS, GROUP_BYS } from '@powerpulse/contracts';
import { conversationId } from '@powerpulse/ids';
import { scannedTables } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { seededHistory } from '../../test/seeded-history.js';
import { ExplainChangeHandler, ExplainChangeQuery } from './explain-change.query.js';
import { GetConversationHandler, GetConversationQuery } from './get-conversation.query.js';
import { GetDailyGroupsHandler, GetDailyGroupsQuery } from './get-daily-groups.query.js';
import { GetDailyMetricsHandler, GetDailyMetricsQuery } from './get-daily-metrics.query.js';
import { GetMetricGroupsHandler, GetMetricGroupsQuery } from './get-metric-groups.query.js';
import { GetMetricsHandler, GetMetricsQuery } from './get-metrics.query.js';
import { ListConversationDaysHandler, ListConversationDaysQuery } from './list-conversation-days.query.js';
import { ListConversationsHandler, ListConversationsQuery } from './list-conversations.query.js';
import { ListLowestDaysHandler, ListLowestDaysQuery } from './list-lowest-days.query.js';
import { LiveModels } from './live-models.js';

const ALL = { organization: 'default', start_date: null, end_date: null };
const RANGE = { organization: 'default', start_date: '2026-01-10', end_date: '2026-01-20' };
const ANY_INBOUND = {
  status: null,
  sentiment: null,
  measured: null,
  topic: null,
  agent: null,
  outcome: null,
};
const FILTERS = [
  {},
  { min_csi: 20, max_csi: 60 },
  { topic: 'refund' },
  { agent: 'kim' },
  { outcome: 'resolved' as const },
  { conversation_ids: [conversationId('default', 'x')] },
  { days: { ...ANY_INBOUND, sentiment: 'negative' as const, measured: 'fcr_score' as const } },
  { days: { ...ANY_INBOUND, status: 'unscored' as const } },
  { days: { ...ANY_INBOUND, upload_id: conversationId('default', 'upload') } },
  { days: { ...ANY_INBOUND, topic: 'refund', agent: 'kim', outcome: 'resolved' as const } },
];
const NO_FILTER = {
  min_csi: null,
  max_csi: null,
  topic: null,
  agent: null,
  outcome: null,
  conversation_ids: null,
};

describe('the plans of reads', () => {
  let analytics: TestAnalytics;
  beforeAll(async () => {
    analytics = await openAnalytics();
    await analytics.project(seededHistory({ seed: 2, conversations: 60, dates: 30 }));
    await analytics.database.query('analyze');
  });
  afterAll(() => analytics.close());

  const models = () => new LiveModels(analytics.database);
  /** The two tables of a few rows per organization apart. */
  const scanned = async (work: () => Promise<unknown>) => {
    const tables = await scannedTables(analytics.options.url, 'analytics', work);
    return tables.filter((table) => table !== 'organizations' && table !== 'generations');
  };

  it.each([ALL, RANGE])('find metrics by an index: $start_date', async (range) => {
    const asked = { ...range, scorer: null };
    const explained = {
      ...RANGE,
      previous: { start_date: '2025-01-10', end_date: '2025-01-20' },
      scorer: null,
      limit: 5,
    };
    const first = { ...asked, limit: 10 };
    const works: (() => Promise<unknown>)[] = [
      () => new GetMetricsHandler(models()).execute(new GetMetricsQuery({ ...asked, topics: 20 })),
      () => new GetDailyMetricsHandler(models()).execute(new GetDailyMetricsQuery({ ...asked, topics: 20 })),
      () => new ExplainChangeHandler(models()).execute(new ExplainChangeQuery(explained)),
      () => new ListLowestDaysHandler(models()).execute(new ListLowestDaysQuery({ ...range, limit: 5 })),
      ...GROUP_BYS.flatMap((group_by) => [
        () => new GetMetricGroupsHandler(models()).execute(new GetMetricGroupsQuery({ ...first, group_by })),
        () =>
          new GetDailyGroupsHandler(models()).execute(
            new GetDailyGroupsQuery({ ...asked, group_by, groups: ['refund'] }),
          ),
      ]),
    ];
    for (const work of works) expect(await scanned(work)).toEqual([]);
  });

  it.each([ALL, RANGE])(
    'find conversations by an index, however filtered and sorted: $start_date',
    async (range) => {
      for (const filter of FILTERS)
        for (const sort of CONVERSATION_SORTS) {
          const page = { sort, order: 'desc', offset: 0, limit: 20, cursor: null } as const;
          const query = new ListConversationsQuery({ ...range, ...NO_FILTER, ...filter, ...page });
          const tables = await scanned(() => new ListConversationsHandler(models()).execute(query));
          expect(tables, JSON.stringify({ ...filter, sort })).toEqual([]);
        }
    },
  );

  it('find the days of conversations by an index', async () => {
    const one = new GetConversationQuery({ ...ALL, chat_id: 'x', days_offset: 0 });
    expect(await scanned(() => new GetConversationHandler(models()).execute(one))).toEqual([]);
    const conversation_ids = [conversationId('default', 'x')];
    for (const days of [undefined, { ...ANY_INBOUND, topic: 'refund' }]) {
      const many = new ListConversationDaysQuery({ ...RANGE, conversation_ids, days, after: null });
      expect(await scanned(() => new ListConversationDaysHandler(models()).execute(many))).toEqual([]);
    }
  });

  it('would be told apart', async () => {
    const unindexed = () => analytics.database.query('select 1 from conversation_days where messages = 7');
    expect(await scanned(unindexed)).toEqual(['conversation_days']);
  });
});
