import { Injectable } from '@nestjs/common';
import {
  type DeadLetter as DeadLetterReply,
  type DiscardDeadLetter,
  type GetDeadLetter,
  type ListDeadLetters,
  type PausedConsumer,
  type RedriveDeadLetter,
  type RedriveDeadLetters,
  type ReplyOf,
  type RequestOf,
} from '@powerpulse/contracts';
import { Conflict, createLogger, NotFound, Problem, safeError } from '@powerpulse/runtime';
import type { DeadLetter, DeadLetterFilter } from './dead-letter-store.js';
import { DeadLetters } from './dead-letters.js';
import { EventsServer } from './events-server.js';
import { PausedConsumers } from './paused-consumers.js';
import { RequestsServer } from './requests-server.js';

const SHOWN_CHARACTERS = 64 * 1024;
/** Below the time that the caller waits for a reply. */
const REDRIVE_MS = 3_000;

type Filter = Omit<RequestOf<typeof RedriveDeadLetters>, 'failed_before'>;

/** What a service answers about its own dead letters. */
@Injectable()
export class TroubleAnswers {
  private readonly log = createLogger('dead-letters');

  constructor(
    private readonly letters: DeadLetters,
    private readonly events: EventsServer,
    private readonly requests: RequestsServer,
    private readonly paused: PausedConsumers,
  ) {}

  async list(request: RequestOf<typeof ListDeadLetters>): Promise<ReplyOf<typeof ListDeadLetters>> {
    const filter = { ...this.filterOf(request), status: request.status };
    const { after, limit } = request;
    const place = after && { id: after.dead_letter_id, lastFailedAt: after.last_failed_at };
    const letters = await this.letters.list(filter, { after: place, limit });
    return {
      dead_letters: letters.map((letter) => this.shown(letter)),
      total: await this.letters.count(filter),
      paused_consumers: await this.standingStill(),
    };
  }

  async get(request: RequestOf<typeof GetDeadLetter>): Promise<ReplyOf<typeof GetDeadLetter>> {
    try {
      const letter = await this.letters.get(request.dead_letter_id, request.organization);
      return { dead_letter: this.shown(letter), payload: letter.payload.slice(0, SHOWN_CHARACTERS) };
    } catch (error) {
      if (error instanceof NotFound) return { dead_letter: null, payload: null };
      throw error;
    }
  }

  async redrive(request: RequestOf<typeof RedriveDeadLetter>): Promise<DeadLetterReply> {
    // Asked first: what is not there is no failure of the event.
    const { id } = await this.letters.get(request.dead_letter_id, request.organization);
    try {
      return this.shown(await this.letters.redrive(id));
    } catch (error) {
      if (error instanceof Problem && (error.code === 'unavailable' || error.code === 'conflict'))
        throw error;
      this.log.warn({ err: error, dead_letter: id }, 'a dead letter failed again');
      const { name, message } = safeError(error);
      throw new Conflict(`it failed again: ${name}: ${message}`, undefined, { cause: error });
    }
  }

  async redriveAll(
    request: RequestOf<typeof RedriveDeadLetters>,
  ): Promise<ReplyOf<typeof RedriveDeadLetters>> {
    const filter = { ...this.filterOf(request), failedBefore: request.failed_before };
    const { redriven, failedAgain, left, failedBefore } = await this.letters.redriveAll(filter, REDRIVE_MS);
    return { redriven, failed_again: failedAgain, left, failed_before: failedBefore };
  }

  async discard(request: RequestOf<typeof DiscardDeadLetter>): Promise<DeadLetterReply> {
    const { organization, dead_letter_id, because } = request;
    return this.shown(await this.letters.discard(dead_letter_id, because, organization));
  }

  private filterOf({ organization, consumer, event, reason }: Filter): DeadLetterFilter {
    const ofEvent = event === null ? null : this.consumerOf(event);
    const contradicts = consumer !== null && ofEvent !== null && consumer !== ofEvent;
    return { organization, consumer: contradicts ? NOBODY : (consumer ?? ofEvent), reason };
  }

  private consumerOf(event: string): string {
    return this.events.consumerOf(event)?.name ?? this.requests.consumerOf(event) ?? NOBODY;
  }

  private async standingStill(): Promise<PausedConsumer[]> {
    return (await this.paused.list()).map(({ consumer, pausedAt, deadLetters, errorClass }) => ({
      consumer,
      paused_at: pausedAt,
      dead_letters: deadLetters,
      error_class: errorClass,
    }));
  }

  private shown(letter: DeadLetter): DeadLetterReply {
    return {
      dead_letter_id: letter.id,
      organization: letter.organization,
      consumer: letter.consumer,
      event:
        this.events.consumer(letter.consumer)?.event.name ??
        this.requests.keptAs(letter.consumer)?.name ??
        null,
      event_id: letter.eventId,
      occurred_at: letter.occurredAt,
      subject: letter.subject,
      error_class: letter.errorClass,
      reason: letter.reason,
      attempts: letter.attempts,
      first_failed_at: letter.firstFailedAt,
      last_failed_at: letter.lastFailedAt,
      status: letter.status,
      resolved_at: letter.resolvedAt,
      discarded_because: letter.discardedBecause,
    };
  }
}

/** No consumer has this name. */
const NOBODY = '';
