import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WeightProfile, Weights } from '@powerpulse/contracts';
import { Transactions } from '@powerpulse/messaging';
import { Conflict, NotFound } from '@powerpulse/runtime';
import { builtInProfile, sameWeights } from './domain/settings.js';
import { lockSettings, newSettingsVersion } from './new-settings-version.js';
import { currentSettings } from './settings-store.js';
import { profileNamed, profilesOf } from './weight-profile-store.js';

const MAX_PROFILES = 100;

export interface SavedProfile extends WeightProfile {
  readonly active: boolean;
}

export class SaveWeightProfile extends Command<SavedProfile> {
  constructor(
    readonly organization: string,
    readonly name: string,
    readonly weights: Weights,
    /** There is none of this name yet, or there is one. */
    readonly as: 'new' | 'changed',
  ) {
    super();
  }
}

/** A new version of a profile. Where it is the organization's active one, every number follows it. */
@CommandHandler(SaveWeightProfile)
export class SaveWeightProfileHandler implements ICommandHandler<SaveWeightProfile> {
  constructor(private readonly transactions: Transactions) {}

  execute({ organization, name, weights, as }: SaveWeightProfile): Promise<SavedProfile> {
    if (builtInProfile(name) !== undefined)
      throw new Conflict(`The profile ${name} is built in and stays as it is. Choose another name.`);
    return this.transactions.run(async (unit) => {
      await lockSettings(unit, organization);
      const known = await profileNamed(unit.tx, organization, name);
      if (as === 'new' && known !== undefined) throw new Conflict(`There is a profile ${name} already.`);
      if (as === 'changed' && known === undefined) throw new NotFound('There is no such weight profile.');
      const settings = await currentSettings(unit.tx, organization);
      const active = settings.weightProfile === name;
      if (known !== undefined && sameWeights(known.weights, weights)) return { ...known, active };
      if (known === undefined && (await profilesOf(unit.tx, organization)).length >= MAX_PROFILES)
        throw new Conflict(`There are ${String(MAX_PROFILES)} profiles already.`);
      const profile = { name, version: (known?.version ?? 0) + 1, weights };
      await unit.tx.query(
        'insert into weight_profiles (organization, name, version, weights) values ($1, $2, $3, $4)',
        [organization, name, profile.version, JSON.stringify(weights)],
      );
      if (active) await newSettingsVersion(unit, organization, settings.version + 1, settings, profile);
      return { ...profile, active };
    });
  }
}
