import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import type { Msg, Subscription } from '@nats-io/transport-node';
import type { RequestDefinition } from '@powerpulse/contracts';
import { createLogger, InvalidInput, Problem, Unavailable } from '@powerpulse/runtime';
import { isObservable, lastValueFrom } from 'rxjs';
import { type RequestContext, REQUESTS_TRANSPORT } from './answers.js';
import { atMost } from './at-most.js';
import type { Broker } from './broker.js';
import type { DeadLetter } from './dead-letter-store.js';
import { fieldProblems } from './field-problems.js';
import type { RefusedRequests } from './refused-requests.js';
import { wireReply } from './tagged-replies.js';
import { toWire } from './wire.js';

/** More at once than this is answered with `unavailable`: callers repeat, memory does not grow. */
const MAX_AT_ONCE = 256;
/** Room for headers below the server's limit. */
const HEADROOM = 4096;

/** Core NATS request/reply as a transport of Nest's: plain JSON in, plain JSON out, one queue group per service. */
export class RequestsServer extends Server implements CustomTransportStrategy {
  override readonly transportId = REQUESTS_TRANSPORT;
  private readonly log = createLogger('requests');
  private readonly running = new Set<Promise<void>>();
  private subscriptions: Subscription[] = [];
  private closing = false;

  constructor(
    private readonly service: string,
    private readonly broker: Broker,
    private readonly refused: RefusedRequests,
  ) {
    super();
  }

  /** The request whose refused ones have this name among the dead letters. */
  keptAs(consumer: string): RequestDefinition | undefined {
    return this.definitions().find((each) => each.keepsRefused && this.refused.nameOf(each) === consumer);
  }

  /** Under which name refused ones of this request are kept. */
  consumerOf(requestName: string): string | undefined {
    const definition = this.definitions().find((each) => each.keepsRefused && each.name === requestName);
    return definition && this.refused.nameOf(definition);
  }

  /** Asks once more what was refused; fails as it did, where it is refused again. */
  async askAgain(
    definition: RequestDefinition,
    { id, subject, payload }: Pick<DeadLetter, 'id' | 'subject' | 'payload'>,
  ): Promise<void> {
    const handler = this.messageHandlers.get(definition.subject);
    if (handler === undefined) throw new Error(`${definition.name} is not answered here`);
    const context = { subject, deadLetter: id };
    await this.answer(definition, handler, context, () => JSON.parse(payload) as unknown);
  }

  listen(callback: () => void): void {
    void this.broker.connection().then((nc) => {
      if (!nc || this.closing) return;
      this.subscriptions = [...this.messageHandlers].map(([subject, handler]) =>
        nc.subscribe(subject, {
          queue: this.service,
          callback: (error, message) => {
            if (error) this.log.error({ err: error, subject }, 'can not listen to requests');
            else this.begin(handler, message);
          },
        }),
      );
    });
    callback();
  }

  /** Takes no more requests and answers those at hand. */
  async close(): Promise<void> {
    this.closing = true;
    await atMost(2_000, Promise.all(this.subscriptions.map((subscription) => subscription.drain())));
    await Promise.all(this.running);
  }

  on(): never {
    throw new Error('not supported');
  }

  unwrap(): never {
    throw new Error('not supported');
  }

  private definitions(): RequestDefinition[] {
    return [...this.messageHandlers.values()].map(
      ({ extras }) => (extras as { definition: RequestDefinition }).definition,
    );
  }

  private begin(handler: MessageHandler, message: Msg): void {
    const work = this.respond(handler, message).finally(() => this.running.delete(work));
    this.running.add(work);
  }

  private async respond(handler: MessageHandler, message: Msg): Promise<void> {
    const { definition } = handler.extras as { definition: RequestDefinition };
    try {
      if (this.running.size >= MAX_AT_ONCE) throw new Unavailable('too many requests at once');
      const context = { subject: message.subject, deadLetter: null };
      const reply = await this.answer(definition, handler, context, () => contentOf(message));
      const { text, headers } = wireReply(message, reply, () => this.written(definition, reply));
      message.respond(text, headers && { headers });
    } catch (error) {
      // Who waits for the answer asks again after an outage by itself.
      if (definition.keepsRefused && !(error instanceof Unavailable && message.reply))
        await this.refused.keep(definition, message.subject, message.string(), error);
      if (!(error instanceof Problem))
        this.log.error({ err: error, request: definition.name }, 'could not answer');
      const { body, headers } = toWire(error);
      message.respond(JSON.stringify(body), { headers });
    }
  }

  private async answer(
    definition: RequestDefinition,
    handler: MessageHandler,
    context: RequestContext,
    content: () => unknown,
  ): Promise<unknown> {
    const request = definition.request.safeParse(parsed(content));
    if (!request.success) {
      throw new InvalidInput(`not a request of ${definition.name}`, fieldProblems(request.error));
    }
    const result: unknown = await handler(request.data, context);
    return isObservable(result) ? lastValueFrom(result) : result;
  }

  private written(definition: RequestDefinition, value: unknown): string {
    const text = JSON.stringify(definition.reply.parse(value));
    const limit = (this.broker.current().info?.max_payload ?? 1024 * 1024) - HEADROOM;
    const bytes = Buffer.byteLength(text);
    if (bytes > limit) throw new ReplyTooLarge(definition.name, bytes);
    return text;
  }
}

/** A defect of the query: long answers are paged. */
class ReplyTooLarge extends Error {
  constructor(request: string, bytes: number) {
    super(`${request}: the reply has ${bytes} bytes, more than a message may have`);
    this.name = 'ReplyTooLarge';
  }
}

const contentOf = (message: Msg): unknown => (message.data.length === 0 ? {} : message.json());

function parsed(content: () => unknown): unknown {
  try {
    return content();
  } catch {
    throw new InvalidInput('the request is not JSON');
  }
}
