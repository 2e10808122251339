import type { ConversationRow, DayRow } from '@powerpulse/contracts';
import type { ConversationDetailDto, ConversationDto } from './conversations.dto.js';
import type { DayDto, EvidenceDto } from './days.dto.js';

export function presentConversation(row: ConversationRow, customerName: string | null): ConversationDto {
  return {
    conversation_id: row.conversation_id,
    chat_id: row.chat_id,
    csi: row.csi,
    satisfaction_score: row.csi,
    predicted_rating: row.predicted_rating,
    sentiment_score: row.sentiment_score,
    fcr: row.fcr,
    topics: row.topics.map((topic) => topic.slug),
    outcome: row.outcome,
    first_message_at: row.first_message_at,
    last_message_at: row.last_message_at,
    created_at: row.created_at,
    message_count: row.message_count,
    days: row.days,
    scored_days: row.scored_days,
    agent_username: row.agent_username,
    agent_email: row.agent_email,
    customer_name: customerName,
  };
}

export const presentDetail = (row: ConversationRow, customerName: string | null): ConversationDetailDto => ({
  ...presentConversation(row, customerName),
  effectiveness_score: row.effectiveness,
  effort_score: row.effort,
  efficiency_score: row.efficiency,
  empathy_score: row.empathy,
});

export function presentDay(
  { metrics, time, ...day }: DayRow,
  evidence: EvidenceDto | null,
  textRemoved: boolean,
): DayDto {
  return {
    ...day,
    ...metrics,
    ...time,
    topics: metrics.topics.map((topic) => topic.slug),
    evidence,
    text_removed: textRemoved,
  };
}
