import type { ConversationDayRetracted, DataOf } from '@powerpulse/contracts';
import type { Delivery } from '@powerpulse/messaging';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

/** Remembers days that no longer exist: a paid scorer is not asked about their older versions. */
export class RetractDays extends Command<void> {
  constructor(readonly delivery: Delivery<DataOf<typeof ConversationDayRetracted>>) {
    super();
  }
}

@CommandHandler(RetractDays)
export class RetractDaysHandler implements ICommandHandler<RetractDays> {
  async execute({ delivery }: RetractDays): Promise<void> {
    await delivery.commit(async ({ tx }, fresh) => {
      await tx.query(
        `insert into retracted_days (organization, day_id, version)
         select * from unnest($1::text[], $2::uuid[], $3::int[]) on conflict do nothing`,
        [
          fresh.map((event) => event.organization),
          fresh.map((event) => event.data.day_id),
          fresh.map((event) => event.data.version),
        ],
      );
    });
  }
}
