import { Injectable } from '@nestjs/common';
import type { TimeLimits } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { DEFAULT_SETTINGS, type Settings } from './domain/settings.js';

interface SettingsRow {
  version: number;
  time_zone: string;
  weight_profile: string;
  auto_response_patterns: string[];
  time_limits: TimeLimits;
  changed_at: number;
}

type Reader = Pick<Database, 'query'>;

/** The newest version, or what holds where nobody has changed anything. */
export async function currentSettings(db: Reader, organization: string): Promise<Settings> {
  const [row] = await db.query<SettingsRow>(
    `select settings_version as version, time_zone, weight_profile, time_limits,
       to_json(auto_response_patterns) as auto_response_patterns,
       (extract(epoch from changed_at) * 1000)::float8 as changed_at
     from organization_settings where organization = $1 order by settings_version desc limit 1`,
    [organization],
  );
  if (row === undefined) return DEFAULT_SETTINGS;
  return {
    version: row.version,
    timeZone: row.time_zone,
    weightProfile: row.weight_profile,
    autoResponsePatterns: row.auto_response_patterns,
    timeLimits: row.time_limits,
    changedAt: new Date(row.changed_at),
  };
}

@Injectable()
export class SettingsQueries {
  constructor(private readonly database: Database) {}

  of(organization: string): Promise<Settings> {
    return this.database.read(organization, (tx) => currentSettings(tx, organization));
  }
}
