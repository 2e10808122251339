import type { ListConversations, RequestOf } from '@powerpulse/contracts';
import { checkedRange } from '../http/date-range.js';
import { invalidParameter } from '../http/problem.js';
import type { ConversationFilterParams } from './conversations.dto.js';

type Request = RequestOf<typeof ListConversations>;
type WholeOrDays = Pick<Request, 'topic' | 'agent' | 'outcome' | 'days'>;
export type ConversationFilter = WholeOrDays &
  Pick<Request, 'start_date' | 'end_date' | 'min_csi' | 'max_csi'>;

/** The filter as analytics is asked. */
export function filterOf(params: ConversationFilterParams): ConversationFilter {
  const { min_csi = null, max_csi = null } = params;
  if ((min_csi ?? 0) > (max_csi ?? 100)) throw invalidParameter('max_csi', 'must not be below min_csi');
  return { ...checkedRange(params), min_csi, max_csi, ...wholeOrDays(params) };
}

/** Topic, agent and outcome of whole conversations or, as soon as days are looked at, of each day. */
function wholeOrDays(params: ConversationFilterParams): WholeOrDays {
  const { topic = null, agent = null, outcome = null } = params;
  const { day_status: status = null, sentiment = null, measured = null, upload_id } = params;
  const ofDays = [status, sentiment, measured].some((one) => one !== null) || upload_id !== undefined;
  if (ofDays && params.match === 'conversations')
    throw invalidParameter(
      'match',
      'must be days together with day_status, sentiment, measured or upload_id',
    );
  if (!ofDays && params.match !== 'days') return { topic, agent, outcome };
  const days = { status, sentiment, measured, topic, agent, outcome, ...(upload_id && { upload_id }) };
  return { topic: null, agent: null, outcome: null, days };
}
