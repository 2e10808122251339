import {
  ConversationDayCreated,
  ConversationDayRetracted,
  type ConversationIngested,
  ConversationSplit,
  type EventOf,
} from '@powerpulse/contracts';
import { dayId, eventId } from '@powerpulse/ids';
import type { UnitOfWork } from '@powerpulse/messaging';
import type { CreatedDay } from './domain/plan-split.js';
import type { SplitOutcome } from './domain/split-conversation.js';
import type { FetchedConversation } from './ingestion/current-conversations.js';

/** What is said to the other services about one conversation's split. */
export interface Announcement {
  conversation: FetchedConversation;
  outcome: SplitOutcome;
  correlationId: string;
  /** The ones that asked for it, in the order in which `outcome.announced` answers them. */
  events: readonly EventOf<typeof ConversationIngested>[];
}

export function emitAll(unit: UnitOfWork, announcement: Announcement): void {
  const { outcome } = announcement;
  for (const created of outcome.plan?.created ?? []) emitCreated(unit, announcement, created);
  for (const { date, version } of outcome.plan?.retracted ?? []) {
    emitRetracted(unit, announcement, date, version);
  }
  announcement.events.forEach((event, i) => emitSplit(unit, announcement, event, i));
}

function emitCreated(
  unit: UnitOfWork,
  { conversation, outcome, correlationId }: Announcement,
  created: CreatedDay,
) {
  const { organization, conversationId, chatId, timeZone, version } = conversation;
  const { day } = created;
  const id = dayId(organization, conversationId, day.date);
  unit.emit(ConversationDayCreated, {
    organization,
    id: eventId(ConversationDayCreated.name, id, created.version),
    correlationId,
    data: {
      day_id: id,
      conversation_id: conversationId,
      chat_id: chatId,
      date: day.date,
      time_zone: timeZone,
      version: created.version,
      conversation_version: version,
      transcript_hash: day.transcriptHash,
      upload_ids: outcome.uploadIds,
      first_at: new Date(day.firstAt).toISOString(),
      last_at: new Date(day.lastAt).toISOString(),
      messages: day.messages,
      customer_messages: day.customerMessages,
      outbound: day.outbound,
      agents: day.agents,
      time: day.time,
      token_estimate: day.tokenEstimate,
      earlier_days: day.earlierDays,
      force: outcome.force,
    },
  });
}

function emitRetracted(unit: UnitOfWork, announcement: Announcement, date: string, version: number) {
  const { organization, conversationId } = announcement.conversation;
  const id = dayId(organization, conversationId, date);
  unit.emit(ConversationDayRetracted, {
    organization,
    id: eventId(ConversationDayRetracted.name, id, version),
    correlationId: announcement.correlationId,
    data: { day_id: id, conversation_id: conversationId, date, version },
  });
}

function emitSplit(
  unit: UnitOfWork,
  { conversation, outcome }: Announcement,
  event: EventOf<typeof ConversationIngested>,
  index: number,
) {
  const announced = outcome.announced[index];
  // What did not change or went is told once, with the first of the events that asked.
  const first = index === 0 ? outcome.plan : null;
  unit.emit(ConversationSplit, {
    organization: conversation.organization,
    id: eventId(ConversationSplit.name, event.id),
    correlationId: event.correlation_id,
    data: {
      conversation_id: conversation.conversationId,
      upload_id: event.data.upload_id,
      conversation_version: event.data.conversation_version,
      days_changed: announced?.days ?? 0,
      days_to_score: announced?.daysToScore ?? 0,
      days_unchanged: first?.unchanged ?? 0,
      days_retracted: first?.retracted.length ?? 0,
    },
  });
}
