import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Transactions } from '@powerpulse/messaging';
import { Conflict } from '@powerpulse/runtime';
import { invalidParameter } from '../http/problem.js';
import { sameChoice, type Settings, type SettingsChoice } from './domain/settings.js';
import { lockSettings, newSettingsVersion } from './new-settings-version.js';
import { currentSettings } from './settings-store.js';
import { profileNamed } from './weight-profile-store.js';

export class ChangeSettings extends Command<Settings> {
  constructor(
    readonly organization: string,
    /** What is not said stays as it is. */
    readonly choice: Partial<SettingsChoice>,
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

  execute({ organization, choice: changes, basedOn }: ChangeSettings): Promise<Settings> {
    return this.transactions.run(async (unit) => {
      await lockSettings(unit, organization);
      const current = await currentSettings(unit.tx, organization);
      const choice = { ...current, ...changes };
      const profile = await profileNamed(unit.tx, organization, choice.weightProfile);
      if (profile === undefined)
        throw invalidParameter('weight_profile', 'there is no such profile, see GET /api/weight-profiles');
      if (basedOn !== null && basedOn !== current.version) {
        throw new Conflict(
          `The settings were changed meanwhile: they are at version ${String(current.version)}.`,
        );
      }
      if (sameChoice(current, choice)) return current;
      await newSettingsVersion(unit, organization, current.version + 1, choice, profile);
      return currentSettings(unit.tx, organization);
    });
  }
}
