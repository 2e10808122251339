import type { Outcome, Topic } from '@powerpulse/contracts';
import type { Pillars } from './csi.js';
import type { CountedDay } from './derive-day.js';
import { meanOf } from './exact.js';
import { isAboveSeven } from './totals.js';

export interface ConversationSummary extends Pillars {
  readonly conversationId: string;
  readonly chatId: string;
  readonly csi: number | null;
  readonly sentimentScore: number | null;
  readonly predictedRating: number | null;
  /** Every day that has an `fcr_score` has it above 7; `null` where none has one. */
  readonly fcr: boolean | null;
  readonly topics: readonly Topic[];
  readonly outcome: Outcome | null;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly messages: number;
  readonly days: number;
  readonly scoredDays: number;
  readonly agents: readonly ConversationAgent[];
}

export interface ConversationAgent {
  readonly username: string;
  readonly email: string | null;
}

/** `days`: of one conversation, by date, at least one. */
export function summarizeConversation(days: readonly CountedDay[]): ConversationSummary | null {
  const last = days.at(-1);
  if (last === undefined) return null;
  const scored = days.filter((day) => day.status === 'scored');
  const judged = days.flatMap((day) => (day.metrics === null ? [] : [day.metrics]));
  const pillar = (name: keyof Pillars) => meanOf(scored.map((day) => day.pillars[name]));
  const fcr = judged.flatMap(({ fcr_score }) => (fcr_score === null ? [] : [fcr_score]));
  return {
    conversationId: last.conversationId,
    chatId: last.facts.chatId,
    csi: meanOf(scored.map((day) => day.csi)),
    effectiveness: pillar('effectiveness'),
    effort: pillar('effort'),
    efficiency: pillar('efficiency'),
    empathy: pillar('empathy'),
    sentimentScore: meanOf(judged.map((metrics) => metrics.sentiment_score)),
    predictedRating: meanOf(judged.map((metrics) => metrics.predicted_rating)),
    fcr: fcr.length === 0 ? null : fcr.every(isAboveSeven),
    topics: topicsOf(days),
    outcome: judged.findLast(({ outcome }) => outcome !== null)?.outcome ?? null,
    firstAt: Math.min(...days.map((day) => day.facts.firstAt)),
    lastAt: Math.max(...days.map((day) => day.facts.lastAt)),
    messages: days.reduce((sum, day) => sum + day.facts.messages, 0),
    days: days.length,
    scoredDays: scored.length,
    agents: agentsOf(days),
  };
}

/** By days, then slug; each with its newest display form. */
function topicsOf(days: readonly CountedDay[]): Topic[] {
  const known = new Map<string, { topic: Topic; days: number }>();
  for (const day of days) {
    const topics = new Map(day.metrics?.topics.map((topic) => [topic.slug, topic]));
    for (const topic of topics.values())
      known.set(topic.slug, { topic, days: (known.get(topic.slug)?.days ?? 0) + 1 });
  }
  return [...known.values()]
    .sort((a, b) => b.days - a.days || (a.topic.slug < b.topic.slug ? -1 : 1))
    .map(({ topic }) => topic);
}

/** Most messages first, then the latest, then by name; each with the last e-mail address known. */
function agentsOf(days: readonly CountedDay[]): ConversationAgent[] {
  const known = new Map<string, { email: string | null; messages: number; lastAt: number }>();
  for (const day of days)
    for (const agent of day.facts.agents) {
      const before = known.get(agent.username);
      known.set(agent.username, {
        email: agent.email ?? before?.email ?? null,
        messages: (before?.messages ?? 0) + agent.messages,
        lastAt: Math.max(before?.lastAt ?? -Infinity, Date.parse(agent.last_at)),
      });
    }
  return [...known]
    .sort(
      ([nameA, a], [nameB, b]) => b.messages - a.messages || b.lastAt - a.lastAt || (nameA < nameB ? -1 : 1),
    )
    .map(([username, { email }]) => ({ username, email }));
}
