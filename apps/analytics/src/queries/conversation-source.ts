import type { ListConversations, RequestOf } from '@powerpulse/contracts';
import type { Tx } from '@powerpulse/runtime';
import type { Scope } from '../tables/bulk-table.js';
import { agentJson, dayConditions, topicJson } from './day-conditions.js';
import { SqlParameters } from './sql-parameters.js';

type Request = RequestOf<typeof ListConversations>;

/** What a list is made of: `from` gives `c` with all columns that can be sorted by, `where` holds for its members. */
export interface ConversationSource {
  readonly from: string;
  readonly where: string[];
  readonly parameters: SqlParameters;
  /** Every conversation (of the range) is a member. */
  readonly unfiltered: boolean;
  /** `c` has `days`, and their sum is asked for. */
  readonly countsDays: boolean;
}

/** The list is made of some days only: of those inside the range, of those like this. */
export const isOfDays = ({ start_date, end_date, days }: Request): boolean =>
  start_date !== null || end_date !== null || days !== undefined;

export function conversationSource(scope: Scope, request: Request): ConversationSource {
  const parameters = new SqlParameters();
  const own = [
    `generation = ${parameters.add(scope.generation, 'int')}`,
    `organization = ${parameters.add(scope.organization, 'text')}`,
  ];
  if (request.conversation_ids !== null)
    own.push(`conversation_id = any(${parameters.add(request.conversation_ids, 'uuid[]')})`);
  return isOfDays(request) ? ofDays(request, parameters, own) : ofAllDays(request, parameters, own);
}

function ofAllDays(request: Request, parameters: SqlParameters, own: string[]): ConversationSource {
  const where = [...own, ...scoreFilter(request, parameters)];
  if (request.topic !== null) where.push(`topics @> ${parameters.add(topicJson(request.topic), 'jsonb')}`);
  if (request.agent !== null) where.push(`agents @> ${parameters.add(agentJson(request.agent), 'jsonb')}`);
  if (request.agent_email !== undefined)
    where.push(`agents @> ${parameters.add(emailJson(request.agent_email), 'jsonb')}`);
  if (request.outcome !== null) where.push(`outcome = ${parameters.add(request.outcome, 'text')}`);
  return { from: 'conversations c', where, parameters, unfiltered: where.length === 2, countsDays: false };
}

/** Conversations as their days inside the range, and like those asked for, make them. */
function ofDays(request: Request, parameters: SqlParameters, own: string[]): ConversationSource {
  const { start_date, end_date, days, agent_email, outcome } = request;
  const inRange = [...own, 'chat_id is not null'];
  if (start_date !== null) inRange.push(`date >= ${parameters.add(start_date, 'date')}`);
  if (end_date !== null) inRange.push(`date <= ${parameters.add(end_date, 'date')}`);
  const having: string[] = [];
  // What a day has its conversation has: the index of conversations finds the few, before days are looked at.
  const has: string[] = [];
  for (const topic of [request.topic, days?.topic ?? null]) {
    if (topic !== null) has.push(`topics @> ${parameters.add(topicJson(topic), 'jsonb')}`);
  }
  for (const agent of [request.agent, days?.agent ?? null]) {
    if (agent !== null) has.push(`agents @> ${parameters.add(agentJson(agent), 'jsonb')}`);
  }
  if (request.topic !== null)
    having.push(`bool_or(judged and topics @> ${parameters.add(topicJson(request.topic), 'jsonb')})`);
  if (request.agent !== null)
    having.push(`bool_or(agents @> ${parameters.add(agentJson(request.agent), 'jsonb')})`);
  if (has.length > 0)
    inRange.push(
      `conversation_id in (select conversation_id from conversations where ${[...own, ...has].join(' and ')})`,
    );
  if (days !== undefined) inRange.push(...dayConditions(days, request.organization, parameters));
  if (agent_email !== undefined)
    having.push(`bool_or(agents @> ${parameters.add(emailJson(agent_email), 'jsonb')})`);
  if (outcome !== null)
    having.push(
      `(array_agg(outcome order by date desc) filter (where judged and outcome is not null))[1] = ${parameters.add(outcome, 'text')}`,
    );
  const scores = scoreFilter(request, parameters);
  const unfiltered =
    scores.length + having.length === 0 && request.conversation_ids === null && days === undefined;
  const where = ['true', ...scores];
  const from = `(
    select chat_id, avg(csi) as csi,
      avg(sentiment_score) filter (where judged) as sentiment_score,
      min(first_at) as first_message_at, max(last_at) as last_message_at, sum(messages) as message_count,
      count(*) as days
    from conversation_days where ${inRange.join(' and ')} group by chat_id
    ${having.length === 0 ? '' : `having ${having.join(' and ')}`}) c`;
  return { from, where, parameters, unfiltered, countsDays: days !== undefined };
}

function scoreFilter({ min_csi, max_csi }: Request, parameters: SqlParameters): string[] {
  const where: string[] = [];
  if (min_csi !== null) where.push(`csi >= ${parameters.add(min_csi, 'float8')}`);
  if (max_csi !== null) where.push(`csi <= ${parameters.add(max_csi, 'float8')}`);
  return where;
}

const emailJson = (email: string): string => JSON.stringify([{ email }]);

export async function countOf(tx: Tx, source: ConversationSource): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from ${source.from} where ${source.where.join(' and ')}`,
    source.parameters.values,
  );
  return row?.n ?? 0;
}
