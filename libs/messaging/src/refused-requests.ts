import { durableName, type RequestDefinition } from '@powerpulse/contracts';
import { createLogger, metrics } from '@powerpulse/runtime';
import type { DeadLetterStore } from './dead-letter-store.js';

/** Open ones of one request; above that they are only counted and logged. Each has at most what a message may have. */
const MAX_KEPT = 1_000;

/**
 * What other programs asked in vain, as dead letters: nobody here can mend the program, and one that publishes without
 * waiting for an answer would never know. Redriven they are asked again; kept until a person decides.
 */
export class RefusedRequests {
  private readonly log = createLogger('requests');

  constructor(
    private readonly service: string,
    private readonly store: DeadLetterStore,
  ) {}

  nameOf(definition: RequestDefinition): string {
    return durableName(this.service, definition.name);
  }

  /** Never fails: the answer matters more. */
  async keep(definition: RequestDefinition, subject: string, payload: string, error: unknown): Promise<void> {
    const consumer = this.nameOf(definition);
    metrics.deadLetters.inc({ consumer, reason: 'refused' });
    try {
      if ((await this.store.countOpen(consumer, MAX_KEPT)) >= MAX_KEPT)
        return this.log.warn({ consumer }, 'too many refused requests are kept already: this one is not');
      await this.store.bury({ consumer, subject, payload, error, attempts: 1 });
    } catch (cause) {
      this.log.error({ err: cause, consumer }, 'a refused request could not be kept');
    }
  }
}
