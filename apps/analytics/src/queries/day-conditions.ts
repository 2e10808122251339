import type { DayFilter } from '@powerpulse/contracts';
import { NEGATIVE_TO, POSITIVE_FROM, TIMED } from '../domain/totals.js';
import type { SqlParameters } from './sql-parameters.js';

const TONES = {
  positive: `sentiment_score >= ${POSITIVE_FROM}`,
  neutral: `sentiment_score > ${NEGATIVE_TO} and sentiment_score < ${POSITIVE_FROM}`,
  negative: `sentiment_score <= ${NEGATIVE_TO}`,
};
/** Known of days that nobody judged, too. */
const OF_ALL: ReadonlySet<string> = new Set(TIMED);

/** What holds for the days that a number counts, so that a list has as many of them as the number said. */
export function dayConditions(filter: DayFilter, organization: string, parameters: SqlParameters): string[] {
  const { status, sentiment, measured, topic, agent, outcome, upload_id } = filter;
  const where: string[] = [];
  if (status === 'unjudged') where.push(`status = 'unscored' and not judged`);
  else if (status !== null) where.push(`status = ${parameters.add(status, 'text')}`);
  if (sentiment !== null) where.push('judged', TONES[sentiment]);
  if (measured !== null) where.push(`${measured} is not null`);
  if (measured !== null && !OF_ALL.has(measured)) where.push('judged');
  if (topic !== null) where.push('judged', `topics @> ${parameters.add(topicJson(topic), 'jsonb')}`);
  if (agent !== null) where.push(`agents @> ${parameters.add(agentJson(agent), 'jsonb')}`);
  if (outcome !== null) where.push('judged', `outcome = ${parameters.add(outcome, 'text')}`);
  if (upload_id !== undefined)
    where.push(`(conversation_id, date) in (select j.conversation_id, j.date from judged_days j
      where j.organization = ${parameters.add(organization, 'text')} and j.upload_id = ${parameters.add(upload_id, 'uuid')})`);
  // A judged day has a customer message. Not asked for again: the status is in no index.
  if (status === null && !where.includes('judged')) where.push(`status in ('scored', 'unscored')`);
  return where;
}

export const topicJson = (slug: string): string => JSON.stringify([{ slug }]);
export const agentJson = (username: string): string => JSON.stringify([{ username }]);
