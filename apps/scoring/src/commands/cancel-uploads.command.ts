import type { DataOf, UploadCancelled } from '@powerpulse/contracts';
import type { Delivery } from '@powerpulse/messaging';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Wakeups } from '../jobs/wakeups.js';

/** Days that only cancelled uploads asked for are ended by the packer and by whoever takes their job, unjudged. */
export class CancelUploads extends Command<void> {
  constructor(readonly delivery: Delivery<DataOf<typeof UploadCancelled>>) {
    super();
  }
}

@CommandHandler(CancelUploads)
export class CancelUploadsHandler implements ICommandHandler<CancelUploads> {
  constructor(private readonly wakeups: Wakeups) {}

  async execute({ delivery }: CancelUploads): Promise<void> {
    await delivery.commit(async ({ tx }, fresh) => {
      await tx.query(
        `insert into cancelled_uploads (organization, upload_id)
         select * from unnest($1::text[], $2::uuid[]) on conflict do nothing`,
        [fresh.map((event) => event.organization), fresh.map((event) => event.data.upload_id)],
      );
    });
    this.wakeups.packing.raise();
  }
}
