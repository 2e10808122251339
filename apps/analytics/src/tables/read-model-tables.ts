import type { Tx } from '@powerpulse/runtime';
import type { DailyDelta } from '../domain/daily-deltas.js';
import type { GapDelta } from '../domain/day-gaps.js';
import type { DayState } from '../domain/conversation-day.js';
import { nanoLiteral } from '../domain/exact.js';
import type { Changes } from '../domain/project-conversations.js';
import type { ConversationSummary } from '../domain/summarize-conversation.js';
import type { TopicDelta } from '../domain/topic-days.js';
import { type Count, COUNTS, type Sum, SUMS, UNJUDGED } from '../domain/totals.js';
import { BulkTable, type Column, type Scope, writeInTurn } from './bulk-table.js';
import { conversationDays, DAY_STATE_COLUMNS, type DayRecord, toDayState } from './day-columns.js';

const conversations = new BulkTable<ConversationSummary>(
  'conversations',
  [['conversation_id', 'uuid', (c) => c.conversationId]],
  [
    ['chat_id', 'text', (c) => c.chatId],
    ['csi', 'float8', (c) => c.csi],
    ['effectiveness', 'float8', (c) => c.effectiveness],
    ['effort', 'float8', (c) => c.effort],
    ['efficiency', 'float8', (c) => c.efficiency],
    ['empathy', 'float8', (c) => c.empathy],
    ['sentiment_score', 'float8', (c) => c.sentimentScore],
    ['predicted_rating', 'float8', (c) => c.predictedRating],
    ['fcr', 'boolean', (c) => c.fcr],
    ['topics', 'jsonb', (c) => JSON.stringify(c.topics)],
    ['outcome', 'text', (c) => c.outcome],
    ['first_message_at', 'timestamptz', (c) => new Date(c.firstAt).toISOString()],
    ['last_message_at', 'timestamptz', (c) => new Date(c.lastAt).toISOString()],
    ['message_count', 'int', (c) => c.messages],
    ['days', 'int', (c) => c.days],
    ['scored_days', 'int', (c) => c.scoredDays],
    ['agents', 'jsonb', (c) => JSON.stringify(c.agents)],
  ],
);

const goneConversations = new BulkTable<string>(
  'conversations',
  [['conversation_id', 'uuid', (id) => id]],
  [],
);

const DAILY_KEYS: readonly Column<DailyDelta>[] = [
  ['dimension', 'text', (d) => d.dimension],
  ['date', 'date', (d) => d.date],
  ['member', 'text', (d) => d.member],
  ['scorer', 'text', (d) => d.scorer],
];

const totalsColumns = (counts: readonly Count[], sums: readonly Sum[]): Column<DailyDelta>[] => [
  ...counts.map((name) => [name, 'int', (d: DailyDelta) => d.totals.counts[name]] as const),
  ...sums.map(
    (name) => [`${name}_sum`, 'numeric', (d: DailyDelta) => nanoLiteral(d.totals.sums[name])] as const,
  ),
];

const dailyMetrics = new BulkTable<DailyDelta>('daily_metrics', DAILY_KEYS, [
  ...totalsColumns(COUNTS, SUMS),
  ['shared_days', 'numeric', (d) => nanoLiteral(d.shares.days)],
  ['shared_csi_sum', 'numeric', (d) => nanoLiteral(d.shares.csi)],
]);

/** The same rows where nobody judged: a third of the columns, and every day is one of these first. */
const unjudgedMetrics = new BulkTable<DailyDelta>(
  'daily_metrics',
  DAILY_KEYS,
  totalsColumns(UNJUDGED.counts, UNJUDGED.sums),
  'unjudged',
);

const topicDays = new BulkTable<TopicDelta>(
  'topic_days',
  [
    ['period', 'text', (t) => t.period],
    ['date', 'date', (t) => t.date],
    ['topic', 'text', (t) => t.topic],
    ['scorer', 'text', (t) => t.scorer],
  ],
  [['days', 'int', (t) => t.days]],
);

const dayGaps = new BulkTable<GapDelta>(
  'day_gaps',
  [
    ['series', 'text', (g) => g.series],
    ['span', 'int', (g) => g.span],
    ['date', 'date', (g) => g.date],
    ['previous', 'date', (g) => g.previous],
  ],
  [['n', 'int', (g) => g.n]],
);

export interface ReadModelTable {
  readonly name: string;
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/** Everything that a generation consists of, by its columns. */
export const READ_MODELS: readonly ReadModelTable[] = [
  columnsOf(conversationDays),
  columnsOf(conversations),
  columnsOf(dailyMetrics),
  columnsOf(topicDays),
  columnsOf(dayGaps),
];

function columnsOf<R>({ name, keys, values }: BulkTable<R>): ReadModelTable {
  return { name, keys: keys.map(([key]) => key), values: values.map(([value]) => value) };
}

/** Every day known of these conversations, also those that are not there for readers. */
export async function loadDays(
  tx: Tx,
  { generation, organization }: Scope,
  conversationIds: readonly string[],
): Promise<DayState[]> {
  const rows = await tx.prepared<DayRecord>(
    'load-days',
    `select ${DAY_STATE_COLUMNS} from conversation_days d
     where d.generation = $1 and d.organization = $2 and d.conversation_id = any($3::uuid[])`,
    [generation, organization, `{${conversationIds.join(',')}}`],
  );
  return rows.map(toDayState);
}

export async function writeChanges(tx: Tx, scope: Scope, changes: Changes): Promise<void> {
  const { days, conversations: summaries, gone, daily, topics, gaps } = changes;
  const since = ', updated_at = now()';
  await writeInTurn(tx, [
    () => conversationDays.replace(scope, days),
    () => conversations.replace(scope, summaries),
    () => goneConversations.remove(scope, gone, 'true'),
    () => dailyMetrics.add(scope, daily.filter(isJudged), since),
    () =>
      unjudgedMetrics.add(
        scope,
        daily.filter((delta) => !isJudged(delta)),
        since,
      ),
    () => topicDays.add(scope, topics),
    () => dayGaps.add(scope, gaps),
    // A row of nothing is no row: only then is a rebuilt read model the same as the live one.
    () => dailyMetrics.remove(scope, daily.filter(isLess), 'scored_days + unscored_days + outbound_days = 0'),
    () =>
      topicDays.remove(
        scope,
        topics.filter(({ days: n }) => n < 0),
        'days = 0',
      ),
    () =>
      dayGaps.remove(
        scope,
        gaps.filter(({ n }) => n < 0),
        'n = 0',
      ),
  ]);
}

const isJudged = ({ scorer }: DailyDelta): boolean => scorer !== '';
const isLess = ({ totals: { counts } }: DailyDelta): boolean => counts.messages < 0;
