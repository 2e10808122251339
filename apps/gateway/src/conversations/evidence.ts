import { Injectable } from '@nestjs/common';
import { GetEvidence, GetMessages, GetRemovedTexts, type DayRow, type ReplyOf } from '@powerpulse/contracts';
import type { Caller } from '../access/caller.js';
import { mayDo } from '../access/domain/roles.js';
import { Requests } from '@powerpulse/messaging';
import type { EvidenceDto } from './days.dto.js';

export interface DayOfConversation {
  readonly conversation_id: string;
  readonly day: DayRow;
}

type Judgement = ReplyOf<typeof GetEvidence>['days'][number];

const DAYS_PER_QUESTION = 500;
const MESSAGES_PER_QUESTION = 200;

/** Why days got their scores. Scoring knows which passages it means, ingestion knows the words. */
@Injectable()
export class EvidenceReader {
  constructor(private readonly requests: Requests) {}

  /** By day id; days that were not judged are left out. It quotes what was written: not for whoever may not read that. */
  async of(
    { organization, role }: Caller,
    days: readonly DayOfConversation[],
  ): Promise<Map<string, EvidenceDto>> {
    if (!mayDo(role, 'messages:read')) return new Map();
    const judged = await this.judgements(organization, days);
    const texts = await this.quotedTexts(organization, days, judged);
    const evidence = [...judged].map(([dayId, judgement]) => [dayId, present(judgement, texts)] as const);
    return new Map(evidence);
  }

  /** Ids of the days of which text was removed since: the numbers stand, what they rest on can not be read again. */
  async removedFrom(organization: string, days: readonly DayOfConversation[]): Promise<Set<string>> {
    const ids = [...new Set(days.map(({ conversation_id }) => conversation_id))];
    if (ids.length === 0) return new Set();
    const reply = await this.requests.ask(GetRemovedTexts, { organization, conversation_ids: ids });
    const until = new Map(reply.conversations.map((row) => [row.conversation_id, row.removed_until]));
    const removed = days.filter(
      ({ conversation_id, day }) => day.first_at <= (until.get(conversation_id) ?? ''),
    );
    return new Set(removed.map(({ day }) => day.day_id));
  }

  private async judgements(
    organization: string,
    days: readonly DayOfConversation[],
  ): Promise<Map<string, Judgement>> {
    const asked = days
      .filter(({ day }) => day.scorer !== null)
      .map(({ day }) => ({ day_id: day.day_id, version: day.version }));
    const found = new Map<string, Judgement>();
    for (let at = 0; at < asked.length; at += DAYS_PER_QUESTION) {
      const question = { organization, days: asked.slice(at, at + DAYS_PER_QUESTION) };
      const reply = await this.requests.ask(GetEvidence, question);
      for (const day of reply.days) found.set(day.day_id, day);
    }
    return found;
  }

  private async quotedTexts(
    organization: string,
    days: readonly DayOfConversation[],
    judged: ReadonlyMap<string, Judgement>,
  ): Promise<Map<string, string>> {
    const texts = new Map<string, string>();
    for (const { conversation_id, day } of days) {
      const wanted = new Set((judged.get(day.day_id)?.quotes ?? []).map((quote) => quote.message_id));
      const span = { organization, conversation_id, first_at: day.first_at, last_at: day.last_at };
      // Page by page until all quoted messages are found.
      for (let offset = 0; wanted.size > 0;) {
        const reply = await this.requests.ask(GetMessages, { ...span, offset, limit: MESSAGES_PER_QUESTION });
        for (const message of reply.messages) {
          if (wanted.delete(message.message_id)) texts.set(message.message_id, message.text);
        }
        offset += reply.messages.length;
        if (reply.messages.length === 0 || offset >= reply.total) break;
      }
    }
    return texts;
  }
}

/** A quote whose message is gone is left out: nothing is made up in its place. */
function present(judgement: Judgement, texts: ReadonlyMap<string, string>): EvidenceDto {
  return {
    reason: judgement.reason,
    quotes: judgement.quotes.flatMap(({ metric, message_id, start, length }) => {
      const quote = texts.get(message_id)?.slice(start, start + length) ?? '';
      return quote === '' ? [] : [{ metric, message_id, quote }];
    }),
    null_reasons: judgement.null_reasons,
    confidence: judgement.confidence,
    notes: judgement.notes ?? [],
  };
}
