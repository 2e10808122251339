import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DataOf, OrganizationSettingsChanged } from '@powerpulse/contracts';
import type { Delivery } from '@powerpulse/messaging';

export class ApplySettings extends Command<void> {
  constructor(readonly delivery: Delivery<DataOf<typeof OrganizationSettingsChanged>>) {
    super();
  }
}

/** Takes over the patterns of automatic replies, for uploads that are begun from now on. */
@CommandHandler(ApplySettings)
export class ApplySettingsHandler implements ICommandHandler<ApplySettings> {
  async execute({ delivery }: ApplySettings): Promise<void> {
    await delivery.commit(async ({ tx }, fresh) => {
      for (const { organization, data } of fresh) {
        await tx.query(
          `insert into organization_settings as s (organization, settings_version, auto_response_patterns)
           values ($1, $2, $3)
           on conflict (organization) do update set settings_version = excluded.settings_version,
             auto_response_patterns = excluded.auto_response_patterns
           where s.settings_version < excluded.settings_version`,
          [organization, data.settings_version, JSON.stringify(data.auto_response_patterns)],
        );
      }
    });
  }
}
