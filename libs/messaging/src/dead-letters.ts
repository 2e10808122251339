import { Injectable } from '@nestjs/common';
import { Conflict, isOutage, NotFound, Unavailable } from '@powerpulse/runtime';
import {
  type DeadLetter,
  type DeadLetterFilter,
  type DeadLetterPage,
  DeadLetterStore,
} from './dead-letter-store.js';
import { EventRefused } from './failures.js';
import { EventsServer } from './events-server.js';
import { readEvent } from './read-event.js';
import { RequestsServer } from './requests-server.js';

const PAGE = 100;

/** What became of a redrive of many. */
export interface RedriveOutcome {
  redriven: number;
  failedAgain: number;
  /** Those that there was no time for. */
  left: number;
  failedBefore: string;
}

/** What this service could not process, for people to look at and decide. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly store: DeadLetterStore,
    private readonly events: EventsServer,
    private readonly requests: RequestsServer,
  ) {}

  /** Latest failure first. */
  list(filter: DeadLetterFilter = {}, page: DeadLetterPage = {}): Promise<DeadLetter[]> {
    return this.store.list(filter, page);
  }

  async count(filter: DeadLetterFilter): Promise<number> {
    return (await this.store.count(filter)).n;
  }

  async get(id: string, organization: string | null = null): Promise<DeadLetter> {
    const letter = await this.store.get(id, organization);
    if (!letter) throw new NotFound(`no dead letter ${id}`);
    return letter;
  }

  /**
   * Runs the event once more, through the same handler. Done twice, even at once, it has one effect. Where it fails
   * again the dead letter stays open with the new reason, and the failure is thrown.
   */
  async redrive(id: string, organization: string | null = null): Promise<DeadLetter> {
    const letter = await this.get(id, organization);
    if (letter.status === 'discarded') throw new Conflict('it was discarded');
    if (letter.status === 'redriven') return letter;
    const again = this.handlerOf(letter);
    try {
      await again();
    } catch (error) {
      if (isOutage(error))
        throw new Unavailable('something the event needs is away', undefined, { cause: error });
      await this.store.failedAgain(id, error);
      throw error;
    }
    return this.get(id);
  }

  /** One by one, each with its own outcome, until there are none left or the time is over. */
  async redriveAll(filter: DeadLetterFilter, withinMs: number): Promise<RedriveOutcome> {
    const { now } = await this.store.count(filter);
    // Those that fail again do so after this instant, and are not tried a second time.
    const failedBefore = filter.failedBefore ?? now;
    const open: DeadLetterFilter = { ...filter, status: 'open', failedBefore };
    const outcome = { redriven: 0, failedAgain: 0 };
    for (const end = Date.now() + withinMs; Date.now() < end;) {
      const page = await this.store.list(open, { limit: PAGE });
      if (page.length === 0) break;
      for (const letter of page) {
        if (Date.now() >= end) break;
        if (await this.redriveOne(letter.id)) outcome.redriven++;
        else outcome.failedAgain++;
      }
    }
    return { ...outcome, left: await this.count(open), failedBefore };
  }

  /** Decided that it is not needed. */
  async discard(id: string, because: string, organization: string | null = null): Promise<DeadLetter> {
    const letter = await this.get(id, organization);
    if (letter.status === 'redriven') throw new Conflict('it was redriven');
    if (this.requests.keptAs(letter.consumer)) await this.store.settled(id, because);
    else await this.store.discard(id, because);
    return this.get(id);
  }

  private handlerOf(letter: DeadLetter): () => Promise<void> {
    const { id, consumer: name, subject, payload } = letter;
    const request = this.requests.keptAs(name);
    if (request)
      return async () => {
        await this.requests.askAgain(request, letter);
        await this.store.settled(id, null);
      };
    const consumer = this.events.consumer(name);
    if (!consumer) throw new Conflict(`${name} does not run here any more`);
    return async () => {
      const read = readEvent(consumer.event, subject, payload);
      if (!('event' in read)) throw new EventRefused(read.refused);
      const { published } = await consumer.handling.redriven(read.event, id);
      await published;
    };
  }

  private async redriveOne(id: string): Promise<boolean> {
    try {
      await this.redrive(id);
      return true;
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      return false;
    }
  }
}
