import type { Multipart } from '@fastify/multipart';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Accepted } from './accept-upload.js';
import { Reception } from './reception.js';
import { readUploadForm } from './upload-form.js';
import { shapeOptions, type UploadParams } from './upload.params.js';

export class ReceiveUpload extends Command<Accepted> {
  constructor(
    readonly organization: string,
    readonly parts: AsyncIterable<Multipart>,
    readonly params: UploadParams,
    readonly idempotencyKey: string | null,
  ) {
    super();
  }
}

/** A form with an export in it. */
@CommandHandler(ReceiveUpload)
export class ReceiveUploadHandler implements ICommandHandler<ReceiveUpload> {
  constructor(private readonly reception: Reception) {}

  execute({ organization, parts, params, idempotencyKey }: ReceiveUpload): Promise<Accepted> {
    return this.reception.take(organization, idempotencyKey, (receive) =>
      readUploadForm(parts, (part) => receive(part.file, shapeOptions(params, part))),
    );
  }
}
