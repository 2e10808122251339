import type { ConversationRow, DayRow, MicroMetrics } from '@powerpulse/contracts';
import type { CountedDay } from '../domain/derive-day.js';
import type { ConversationSummary } from '../domain/summarize-conversation.js';

const NO_METRICS: MicroMetrics = {
  sentiment_score: null,
  sentiment_shift: null,
  resolution_achieved: null,
  fcr_score: null,
  ces: null,
  predicted_rating: null,
  topics: [],
  outcome: null,
};

export function dayRow({ date, dayId, facts, metrics, pillars, ...day }: CountedDay): DayRow {
  return {
    day_id: dayId,
    version: facts.version,
    analysis_date: date,
    metrics: metrics ?? NO_METRICS,
    time: facts.time,
    effectiveness_score: pillars.effectiveness,
    effort_score: pillars.effort,
    efficiency_score: pillars.efficiency,
    empathy_score: pillars.empathy,
    csi_score: day.csi,
    outbound: facts.outbound,
    messages: facts.messages,
    customer_messages: facts.customerMessages,
    first_at: instant(facts.firstAt),
    last_at: instant(facts.lastAt),
    agents: facts.agents.map(({ username, email, messages }) => ({ username, email, messages })),
    scorer: day.scorer,
    unscored_reason: day.unscoredReason,
  };
}

export function conversationRow(summary: ConversationSummary): ConversationRow {
  const [agent] = summary.agents;
  return {
    conversation_id: summary.conversationId,
    chat_id: summary.chatId,
    csi: summary.csi,
    effectiveness: summary.effectiveness,
    effort: summary.effort,
    efficiency: summary.efficiency,
    empathy: summary.empathy,
    sentiment_score: summary.sentimentScore,
    predicted_rating: summary.predictedRating,
    fcr: summary.fcr,
    topics: [...summary.topics],
    outcome: summary.outcome,
    first_message_at: instant(summary.firstAt),
    last_message_at: instant(summary.lastAt),
    created_at: instant(summary.firstAt),
    message_count: summary.messages,
    days: summary.days,
    scored_days: summary.scoredDays,
    agent_username: agent?.username ?? null,
    agent_email: agent?.email ?? null,
  };
}

const instant = (ms: number): string => new Date(ms).toISOString();
