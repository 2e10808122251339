import { Readable } from 'node:stream';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Accepted } from './accept-upload.js';
import { exportBytes, type LiveConversation } from './domain/export-bytes.js';
import { Reception } from './reception.js';
import { shapeOptions } from './upload.params.js';

export class SubmitConversations extends Command<Accepted> {
  constructor(
    readonly organization: string,
    readonly conversations: readonly LiveConversation[],
    readonly forceReprocess: boolean,
    readonly idempotencyKey: string | null,
  ) {
    super();
  }
}

/** A few conversations, sent by another system as they happen: an export like any other, only small. */
@CommandHandler(SubmitConversations)
export class SubmitConversationsHandler implements ICommandHandler<SubmitConversations> {
  constructor(private readonly reception: Reception) {}

  execute(command: SubmitConversations): Promise<Accepted> {
    const { organization, conversations, forceReprocess, idempotencyKey } = command;
    return this.reception.take(organization, idempotencyKey, async (receive) => ({
      received: await receive(
        Readable.from([exportBytes(conversations)]),
        shapeOptions({ format: 'json' }, {}),
      ),
      forceReprocess,
    }));
  }
}
