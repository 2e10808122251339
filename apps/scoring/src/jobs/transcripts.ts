import { GetConversationNames, GetDayTranscripts, type RequestOf, type ReplyOf } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { Injectable } from '@nestjs/common';
import type { DayToJudge, TranscriptLine } from '../domain/scorer.js';
import { isTranscriptOf } from '../domain/transcript-check.js';
import type { JobDay } from './job-days.js';

type AskedDay = RequestOf<typeof GetDayTranscripts>['days'][number];
type AnsweredDay = ReplyOf<typeof GetDayTranscripts>['days'][number];

/** Days asked for in one request; the reply says how many of them fitted. */
const DAYS_PER_REQUEST = 200;

/** References to earlier days in one request: each takes 130 bytes, and the broker carries 1 MB. */
const EARLIER_DAYS_PER_REQUEST = 3_000;

const NAMES_PER_REQUEST = 500;

/** How many of the days fit into one request, given how many earlier days each refers to: at least one. */
export function askTogether(earlierDays: readonly number[]): number {
  let references = 0;
  let days = 0;
  for (const own of earlierDays.slice(0, DAYS_PER_REQUEST)) {
    references += own;
    if (days > 0 && references > EARLIER_DAYS_PER_REQUEST) break;
    days++;
  }
  return days;
}

/** Fetches the words of days from ingestion. Never inside a transaction. */
@Injectable()
export class Transcripts {
  constructor(private readonly requests: Requests) {}

  /** A day whose words are no longer those that were announced is left out. */
  async fetch(organization: string, days: readonly JobDay[]): Promise<Map<string, DayToJudge>> {
    const found = new Map<string, DayToJudge>();
    let waiting = days.map((day) => ({ day, offset: 0, lines: [] as TranscriptLine[], done: false }));
    while (waiting.length > 0) {
      const asked = waiting.slice(0, askTogether(waiting.map(({ day }) => day.earlierDays.length)));
      const reply = await this.requests.ask(GetDayTranscripts, {
        organization,
        days: asked.map(({ day, offset }) => request(day, offset)),
      });
      if (reply.days.length === 0) throw new Error('ingestion answered no day at all');
      for (const [index, answered] of reply.days.entries()) {
        const entry = asked[index];
        if (entry?.day.dayId !== answered.day_id) throw new Error('ingestion answered days out of order');
        entry.lines.push(...answered.messages.map(line));
        entry.offset += answered.messages.length;
        entry.done = entry.offset >= answered.total || answered.messages.length === 0;
        if (entry.done && isTranscriptOf(entry.day, entry.lines))
          found.set(entry.day.dayId, dayToJudge(entry.day, entry.lines, answered));
      }
      waiting = waiting.filter((entry) => !entry.done);
    }
    return found;
  }

  /** Customers' names by conversation: what must not leave the house. */
  async names(organization: string, days: readonly JobDay[]): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    const ids = [...new Set(days.map((day) => day.conversationId))];
    for (let from = 0; from < ids.length; from += NAMES_PER_REQUEST) {
      const conversation_ids = ids.slice(from, from + NAMES_PER_REQUEST);
      const reply = await this.requests.ask(GetConversationNames, { organization, conversation_ids });
      for (const { conversation_id, customer_name } of reply.conversations)
        if (customer_name !== null) names.set(conversation_id, customer_name);
    }
    return names;
  }
}

function request(day: JobDay, offset: number): AskedDay {
  return {
    day_id: day.dayId,
    conversation_id: day.conversationId,
    conversation_version: day.conversationVersion,
    first_at: new Date(day.firstAt).toISOString(),
    last_at: new Date(day.lastAt).toISOString(),
    offset,
    earlier_days: day.earlierDays,
  };
}

const line = (message: AnsweredDay['messages'][number]): TranscriptLine => ({
  messageId: message.message_id,
  at: message.at,
  direction: message.direction,
  text: message.text,
});

function dayToJudge(day: JobDay, messages: TranscriptLine[], answered: AnsweredDay): DayToJudge {
  return {
    dayId: day.dayId,
    date: day.date,
    messages,
    earlierDays: day.earlierDays.map((earlier, index) => ({
      date: earlier.date,
      messages: earlier.messages,
      customerMessages: earlier.customer_messages,
      firstCustomerText: answered.earlier_first_messages[index] ?? null,
    })),
    attempts: day.attempts,
    maxDays: day.maxDays,
    names: day.agentNames,
  };
}
