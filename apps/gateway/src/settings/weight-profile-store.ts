import type { WeightProfile } from '@powerpulse/contracts';
import type { Database } from '@powerpulse/runtime';
import { BUILT_IN_PROFILES, builtInProfile } from './domain/settings.js';

type Reader = Pick<Database, 'query'>;

/** The built-in ones, then the organization's own by name, each in its newest version. */
export async function profilesOf(db: Reader, organization: string): Promise<WeightProfile[]> {
  const own = await db.query<WeightProfile>(
    `select distinct on (name) name, version, weights from weight_profiles
     where organization = $1 order by name, version desc`,
    [organization],
  );
  return [...BUILT_IN_PROFILES, ...own];
}

export async function profileNamed(
  db: Reader,
  organization: string,
  name: string,
): Promise<WeightProfile | undefined> {
  const builtIn = builtInProfile(name);
  if (builtIn !== undefined) return builtIn;
  const [own] = await db.query<WeightProfile>(
    `select name, version, weights from weight_profiles
     where organization = $1 and name = $2 order by version desc limit 1`,
    [organization, name],
  );
  return own;
}
