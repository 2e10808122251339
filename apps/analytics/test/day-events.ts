import type { DayAgent, MicroMetrics, ScorerId, TimeMetrics } from '@powerpulse/contracts';
import { conversationId, dayId, eventId } from '@powerpulse/ids';
import type { DayEvent } from '../src/domain/evolve-day.js';

/** Events about days of one organization, with everything that a test does not care about filled in. */

export const LOCAL: ScorerId = { provider: 'local', model: 'lexical', rubric: 'r1' };
export const OTHER: ScorerId = { provider: 'openai', model: 'gpt-test', rubric: 'r1' };

export const METRICS: MicroMetrics = {
  sentiment_score: 6,
  sentiment_shift: 1,
  resolution_achieved: 8,
  fcr_score: 7.5,
  ces: 3,
  predicted_rating: 4,
  topics: [{ slug: 'billing', label: 'Billing' }],
  outcome: 'resolved',
};

export const TIME: TimeMetrics = {
  first_response_time: 120,
  avg_response_time: 300,
  total_handling_time: 20,
  customer_turns: 2,
  unanswered_turns: 0,
};

export interface DayRef {
  chatId: string;
  date: string;
  version: number;
}

interface Created extends DayRef {
  messages?: number;
  customerMessages?: number;
  agents?: DayAgent[];
  time?: TimeMetrics;
  uploadIds?: string[];
  firstAt?: string;
  lastAt?: string;
}

export class DayEvents {
  constructor(readonly organization = 'default') {}

  created(day: Created): DayEvent {
    const customerMessages = day.customerMessages ?? 2;
    return {
      ...this.envelope('ConversationDayCreated', day),
      data: {
        ...this.reference(day),
        chat_id: day.chatId,
        time_zone: 'UTC',
        conversation_version: day.version,
        transcript_hash: `hash-${day.version}`,
        upload_ids: day.uploadIds ?? [],
        first_at: day.firstAt ?? `${day.date}T10:00:00.000Z`,
        last_at: day.lastAt ?? `${day.date}T10:20:00.000Z`,
        messages: day.messages ?? 4,
        customer_messages: customerMessages,
        outbound: customerMessages === 0,
        agents: day.agents ?? [],
        time: day.time ?? TIME,
        token_estimate: 100,
        earlier_days: [],
        force: false,
      },
    };
  }

  retracted(day: DayRef): DayEvent {
    return { ...this.envelope('ConversationDayRetracted', day), data: this.reference(day) };
  }

  scored(
    days: readonly (DayRef & { metrics?: Partial<MicroMetrics>; uploadIds?: string[] })[],
    { scorer = LOCAL, at = AT, job = 'job', calls = 0 } = {},
  ): DayEvent {
    const id = eventId('BatchScored', this.organization, job, at, JSON.stringify([scorer, days]));
    return {
      ...this.envelope('BatchScored', { id, at }),
      data: {
        job_id: eventId('job', job),
        scorer,
        days: days.map((day) => ({
          ...this.reference(day),
          transcript_hash: `hash-${day.version}`,
          upload_ids: day.uploadIds ?? [],
          metrics: { ...METRICS, ...day.metrics },
          null_reasons: {},
        })),
        usage: {
          calls,
          input_tokens: 0,
          output_tokens: 0,
          cost_usd: null,
          duration_ms: 1,
          cached_days: 0,
        },
      },
    };
  }

  unscored(
    day: DayRef & { uploadIds?: string[] },
    { scorer = LOCAL, at = AT, reason = 'refused' as const } = {},
  ): DayEvent {
    const id = eventId('DayUnscored', this.organization, day.chatId, day.date, day.version, at);
    return {
      ...this.envelope('DayUnscored', { id, at }),
      data: { ...this.reference(day), upload_ids: day.uploadIds ?? [], scorer, reason, detail: 'none' },
    };
  }

  private reference({ chatId, date, version }: DayRef) {
    const conversation = conversationId(this.organization, chatId);
    const day_id = dayId(this.organization, conversation, date);
    return { day_id, conversation_id: conversation, date, version };
  }

  private envelope<N extends DayEvent['name']>(name: N, of: DayRef | { id: string; at: string }) {
    const { id, at } =
      'id' in of ? of : { id: eventId(name, this.organization, of.chatId, of.date, of.version), at: AT };
    return {
      id,
      name,
      version: 1,
      organization: this.organization,
      occurred_at: at,
      correlation_id: 'test',
    };
  }
}

const AT = '2026-01-10T12:00:00.000Z';
