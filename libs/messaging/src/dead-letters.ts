import { Injectable } from '@nestjs/common';
import { isOutage, NotFound, Unavailable } from '@powerpulse/runtime';
import { type DeadLetter, type DeadLetterFilter, DeadLetterStore } from './dead-letter-store.js';
import { EventRefused } from './failures.js';
import { EventsServer } from './events-server.js';
import { readEvent } from './read-event.js';

/** What this service could not process, for people to look at and decide. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly store: DeadLetterStore,
    private readonly events: EventsServer,
  ) {}

  /** Latest failure first. */
  list(filter: DeadLetterFilter = {}): Promise<DeadLetter[]> {
    return this.store.list(filter);
  }

  async get(id: string): Promise<DeadLetter> {
    const letter = await this.store.get(id);
    if (!letter) throw new NotFound(`no dead letter ${id}`);
    return letter;
  }

  /**
   * Runs the event once more, through the same handler. Done twice, even at once, it has one effect. Where it fails
   * again the dead letter stays open with the new reason, and the failure is thrown.
   */
  async redrive(id: string): Promise<DeadLetter> {
    const letter = await this.get(id);
    if (letter.status !== 'open') return letter;
    const consumer = this.events.consumer(letter.consumer);
    if (!consumer) throw new NotFound(`${letter.consumer} does not run here`);
    try {
      const read = readEvent(consumer.event, letter.subject, letter.payload);
      if (!('event' in read)) throw new EventRefused(read.refused);
      const { published } = await consumer.handling.redriven(read.event, id);
      await published;
    } catch (error) {
      if (isOutage(error))
        throw new Unavailable('something the event needs is away', undefined, { cause: error });
      await this.store.failedAgain(id, error);
      throw error;
    }
    return this.get(id);
  }

  /** Decided that it is not needed. */
  async discard(id: string): Promise<DeadLetter> {
    await this.store.discard(id);
    return this.get(id);
  }
}
