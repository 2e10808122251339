import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DataOf, UploadAccepted } from '@powerpulse/contracts';
import type { Delivery } from '@powerpulse/messaging';
import { ReadingLoop } from '../reading/reading-loop.js';

export class AcceptUploads extends Command<void> {
  constructor(readonly delivery: Delivery<DataOf<typeof UploadAccepted>>) {
    super();
  }
}

/** Puts the files into the queue. Reading them is not part of the delivery: it may take minutes. */
@CommandHandler(AcceptUploads)
export class AcceptUploadsHandler implements ICommandHandler<AcceptUploads> {
  constructor(private readonly loop: ReadingLoop) {}

  async execute({ delivery }: AcceptUploads): Promise<void> {
    await delivery.commit(async ({ tx }, fresh) => {
      for (const { organization, correlation_id, occurred_at, data } of fresh) {
        // One that was cancelled before it arrived has its row already.
        await tx.query(
          `insert into uploads (organization, upload_id, correlation_id, accepted_at, bytes, chunks, force_reprocess)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
          [
            organization,
            data.upload_id,
            correlation_id,
            occurred_at,
            data.bytes,
            data.chunks,
            data.force_reprocess,
          ],
        );
      }
    });
    this.loop.wake();
  }
}
