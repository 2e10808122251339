import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type Msg, type MsgHdrs, TimeoutError } from '@nats-io/transport-node';
import type { RequestDefinition } from '@powerpulse/contracts';
import { InvalidInput, isOutage, Unavailable } from '@powerpulse/runtime';
import { Broker } from './broker.js';
import { fieldProblems } from './field-problems.js';
import { isUnchanged, knownReplies, knownReply, knows } from './tagged-replies.js';
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
  private readonly known = knownReplies();

  constructor(private readonly broker: Broker) {}

  /** Throws what the other side threw on purpose, and `Unavailable` where nobody answers. */
  async ask<I, O>(definition: RequestDefinition<I, O>, request: I, options: AskOptions = {}): Promise<O> {
    const checked = definition.request.safeParse(request);
    if (!checked.success) {
      throw new InvalidInput(`${definition.name} can't be asked so`, fieldProblems(checked.error));
    }
    const payload = JSON.stringify(checked.data);
    const question = `${definition.subject} ${payload}`;
    const known = this.known.get(question);
    const reply = await this.send(definition, payload, known && knows(known), options);
    const error = errorIn(definition.name, reply);
    if (error) throw error;
    if (known && isUnchanged(reply)) return known.value as O;
    const value = readReply(definition, reply);
    this.known.set(question, knownReply(reply, value));
    return value;
  }

  private async send(
    definition: RequestDefinition,
    payload: string,
    headers: MsgHdrs | undefined,
    { timeoutMs = 5_000, tries = 4 }: AskOptions,
  ): Promise<Msg> {
    const options = { timeout: timeoutMs, ...(headers && { headers }) };
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.broker.current().request(definition.subject, payload, options);
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

function readReply<O>(definition: RequestDefinition<unknown, O>, reply: Msg): O {
  const result = definition.reply.safeParse(reply.json());
  if (result.success) return result.data;
  throw new RemoteDefect(
    definition.name,
    `the reply does not fit its contract: ${result.error.message.slice(0, 500)}`,
  );
}
