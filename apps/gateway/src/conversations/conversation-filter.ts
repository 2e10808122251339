import { checkedRange } from '../http/date-range.js';
import { invalidParameter } from '../http/problem.js';
import type { ConversationFilterParams } from './conversations.dto.js';

/** The filter as analytics is asked. */
export function filterOf(params: ConversationFilterParams) {
  const { min_csi = null, max_csi = null, topic = null, agent = null, outcome = null } = params;
  if ((min_csi ?? 0) > (max_csi ?? 100)) throw invalidParameter('max_csi', 'must not be below min_csi');
  return { ...checkedRange(params), min_csi, max_csi, topic, agent, outcome };
}
