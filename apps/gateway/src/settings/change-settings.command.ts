import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { OrganizationSettingsChanged } from '@powerpulse/contracts';
import { eventId } from '@powerpulse/ids';
import { Transactions } from '@powerpulse/messaging';
import { Conflict, InvalidInput } from '@powerpulse/runtime';
import {
  profileNamed,
  sameChoice,
  settingsFact,
  type Settings,
  type SettingsChoice,
} from './domain/settings.js';
import { currentSettings } from './settings-store.js';

export class ChangeSettings extends Command<Settings> {
  constructor(
    readonly organization: string,
    readonly choice: SettingsChoice,
    /** Only if this is still the current version; null: whatever it is. */
    readonly basedOn: number | null,
  ) {
    super();
  }
}

/** A new version, told to every service. The same choice again is no change. */
@CommandHandler(ChangeSettings)
export class ChangeSettingsHandler implements ICommandHandler<ChangeSettings> {
  constructor(private readonly transactions: Transactions) {}

  execute({ organization, choice, basedOn }: ChangeSettings): Promise<Settings> {
    const profile = profileNamed(choice.weightProfile);
    if (profile === undefined) throw new InvalidInput('There is no such weight profile.');
    return this.transactions.run(async (unit) => {
      await unit.tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
        JSON.stringify(['settings', organization]),
      ]);
      const current = await currentSettings(unit.tx, organization);
      if (basedOn !== null && basedOn !== current.version) {
        throw new Conflict(
          `The settings were changed meanwhile: they are at version ${String(current.version)}.`,
        );
      }
      if (sameChoice(current, choice)) return current;
      const version = current.version + 1;
      await unit.tx.query(
        `insert into organization_settings
           (organization, settings_version, time_zone, weight_profile, auto_response_patterns)
         values ($1, $2, $3, $4, $5)`,
        [organization, version, choice.timeZone, choice.weightProfile, choice.autoResponsePatterns],
      );
      const id = eventId('OrganizationSettingsChanged', organization, version);
      unit.emit(OrganizationSettingsChanged, {
        organization,
        id,
        correlationId: id,
        data: settingsFact(version, choice, profile),
      });
      return currentSettings(unit.tx, organization);
    });
  }
}
