import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type DataOf, DEFAULT_TIME_LIMITS, type OrganizationSettingsChanged } from '@powerpulse/contracts';
import type { Delivery } from '@powerpulse/messaging';
import { InvalidInput, type Tx } from '@powerpulse/runtime';
import { sameLimits, sameProfile, sumToOne } from '../domain/weights.js';
import { Projector } from '../projection/projector.js';
import { openGeneration } from '../generations/open-generation.js';
import { createOrganization, lockOrganization, openGenerations } from '../tables/organizations.js';

type Settings = DataOf<typeof OrganizationSettingsChanged>;

export class ApplySettings extends Command<void> {
  constructor(readonly delivery: Delivery<Settings>) {
    super();
  }
}

@CommandHandler(ApplySettings)
export class ApplySettingsHandler implements ICommandHandler<ApplySettings> {
  constructor(private readonly projector: Projector) {}

  execute({ delivery }: ApplySettings): Promise<void> {
    return delivery.commit(async ({ tx }, fresh) => {
      const byOrganization = [...fresh].sort((a, b) => (a.organization < b.organization ? -1 : 1));
      for (const { organization, data } of byOrganization) await this.apply(tx, organization, data);
    });
  }

  private async apply(tx: Tx, organization: string, settings: Settings): Promise<void> {
    const profile = settings.weight_profile;
    const limits = settings.time_limits ?? DEFAULT_TIME_LIMITS;
    if (!sumToOne(profile.weights))
      throw new InvalidInput(`the weights of profile ${profile.name} do not sum to 1`);
    await lockOrganization(tx, organization);
    let generations = await openGenerations(tx, organization);
    if (generations.length === 0)
      generations = [await createOrganization(tx, organization, this.projector.activeScorer)];
    const updated = await tx.query(
      `update organizations set settings_version = $2, time_zone = $3, weight_profile = $4, time_limits = $5
       where organization = $1 and settings_version < $2 returning organization`,
      [organization, settings.settings_version, settings.time_zone, profile, limits],
    );
    const newest = generations.at(-1);
    if (updated.length === 0 || newest === undefined) return;
    if (sameProfile(newest.weight_profile, profile) && sameLimits(newest.time_limits, limits)) return;
    // The rows are what they were, only their weighing changes. Readers keep the old numbers until all are new.
    await openGeneration(tx, organization, {
      source: 'rows',
      activeScorer: newest.active_scorer,
      replay: { cause: 'settings', switch: 'when_ready' },
    });
  }
}
