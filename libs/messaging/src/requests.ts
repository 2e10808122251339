import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type Msg, TimeoutError } from '@nats-io/transport-node';
import type { RequestDefinition } from '@powerpulse/contracts';
import { InvalidInput, isOutage, Unavailable } from '@powerpulse/runtime';
import { Broker } from './broker.js';
import { fieldProblems } from './field-problems.js';
import { errorIn, RemoteDefect } from './wire.js';

export interface AskOptions {
  /** For one try. */
  timeoutMs?: number;
  /** Requests may get lost and are safe to repeat. */
  tries?: number;
}

/** Asks other services over core NATS. */
@Injectable()
export class Requests {
  constructor(private readonly broker: Broker) {}

  /** Throws what the other side threw on purpose, and `Unavailable` where nobody answers. */
  async ask<I, O>(definition: RequestDefinition<I, O>, request: I, options: AskOptions = {}): Promise<O> {
    const checked = definition.request.safeParse(request);
    if (!checked.success) {
      throw new InvalidInput(`${definition.name} can't be asked so`, fieldProblems(checked.error));
    }
    const reply = await this.send(definition, JSON.stringify(checked.data), options);
    const error = errorIn(definition.name, reply);
    if (error) throw error;
    const result = definition.reply.safeParse(reply.json());
    if (result.success) return result.data;
    throw new RemoteDefect(
      definition.name,
      `the reply does not fit its contract: ${result.error.message.slice(0, 500)}`,
    );
  }

  private async send(
    definition: RequestDefinition,
    payload: string,
    { timeoutMs = 5_000, tries = 4 }: AskOptions,
  ): Promise<Msg> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.broker.current().request(definition.subject, payload, { timeout: timeoutMs });
      } catch (error) {
        // Who took all the time once is asked once more; who is not there is back soon, if it restarts.
        const limit = error instanceof TimeoutError ? Math.min(tries, 2) : tries;
        if (!isOutage(error)) throw error;
        if (attempt >= limit) {
          throw new Unavailable(`nobody answers ${definition.name}`, undefined, { cause: error });
        }
        await delay(100 * 3 ** (attempt - 1));
      }
    }
  }
}
