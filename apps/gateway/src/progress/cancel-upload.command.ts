import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UploadCancelled } from '@powerpulse/contracts';
import { eventId } from '@powerpulse/ids';
import { Transactions } from '@powerpulse/messaging';
import { Conflict, NotFound } from '@powerpulse/runtime';
import { NO_SUCH_UPLOAD } from './progress.queries.js';

export class CancelUpload extends Command<void> {
  constructor(
    readonly organization: string,
    readonly uploadId: string,
  ) {
    super();
  }
}

/** What is done stays; nothing more of it is begun. Saying it twice changes nothing. */
@CommandHandler(CancelUpload)
export class CancelUploadHandler implements ICommandHandler<CancelUpload> {
  constructor(private readonly transactions: Transactions) {}

  async execute({ organization, uploadId }: CancelUpload): Promise<void> {
    await this.transactions.run(async (unit) => {
      const [upload] = await unit.tx.query<{ ended: boolean; cancelled: boolean }>(
        `select ended_at is not null as ended, cancelled_at is not null as cancelled from uploads
         where organization = $1 and upload_id = $2 and state = 'accepted' for update`,
        [organization, uploadId],
      );
      if (upload === undefined) throw new NotFound(NO_SUCH_UPLOAD);
      if (upload.cancelled) return;
      if (upload.ended) throw new Conflict('This upload has ended: there is nothing left to cancel.');
      await unit.tx.query(
        'update uploads set cancelled_at = now() where organization = $1 and upload_id = $2',
        [organization, uploadId],
      );
      unit.emit(UploadCancelled, {
        organization,
        id: eventId('UploadCancelled', uploadId),
        correlationId: uploadId,
        data: { upload_id: uploadId },
      });
    });
  }
}
