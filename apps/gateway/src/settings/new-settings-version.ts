import { OrganizationSettingsChanged, type WeightProfile } from '@powerpulse/contracts';
import { eventId } from '@powerpulse/ids';
import type { UnitOfWork } from '@powerpulse/messaging';
import { settingsFact, type SettingsChoice } from './domain/settings.js';

/** Changes of one organization's settings and profiles come one after the other. */
export async function lockSettings({ tx }: UnitOfWork, organization: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    JSON.stringify(['settings', organization]),
  ]);
}

/** Kept, and told to every service. The settings are locked. */
export async function newSettingsVersion(
  unit: UnitOfWork,
  organization: string,
  version: number,
  choice: SettingsChoice,
  profile: WeightProfile,
): Promise<void> {
  await unit.tx.query(
    `insert into organization_settings
       (organization, settings_version, time_zone, weight_profile, auto_response_patterns, time_limits)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      ...[organization, version, choice.timeZone, choice.weightProfile],
      ...[choice.autoResponsePatterns, choice.timeLimits],
    ],
  );
  const id = eventId('OrganizationSettingsChanged', organization, version);
  const data = settingsFact(version, choice, profile);
  unit.emit(OrganizationSettingsChanged, { organization, id, correlationId: id, data });
}
