import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DataOf, EventOf, UploadCancelled } from '@powerpulse/contracts';
import type { Delivery, UnitOfWork } from '@powerpulse/messaging';
import { endUpload } from '../reading/finish-upload.js';

export class CancelUploads extends Command<void> {
  constructor(readonly delivery: Delivery<DataOf<typeof UploadCancelled>>) {
    super();
  }
}

@CommandHandler(CancelUploads)
export class CancelUploadsHandler implements ICommandHandler<CancelUploads> {
  async execute({ delivery }: CancelUploads): Promise<void> {
    await delivery.commit(async (unit, fresh) => {
      for (const event of fresh) await cancel(unit, event);
    });
  }
}

/** One that is being read is ended by its reader, who looks every second. */
async function cancel(unit: UnitOfWork, event: EventOf<typeof UploadCancelled>): Promise<void> {
  const { organization, correlation_id: correlationId, occurred_at } = event;
  const uploadId = event.data.upload_id;
  await unit.tx.query(
    `insert into uploads (organization, upload_id, correlation_id, accepted_at, bytes, chunks, force_reprocess)
     values ($1, $2, $3, $4, 0, 0, false) on conflict do nothing`,
    [organization, uploadId, correlationId, occurred_at],
  );
  const [upload] = await unit.tx.query<{ state: string; correlation_id: string }>(
    `update uploads set cancel_requested = true
     where organization = $1 and upload_id = $2 and finished_at is null returning state, correlation_id`,
    [organization, uploadId],
  );
  if (upload?.state !== 'waiting') return;
  await endUpload(
    unit,
    { organization, uploadId, correlationId: upload.correlation_id },
    { outcome: 'cancelled', failure: null },
  );
}
