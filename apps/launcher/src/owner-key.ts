import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { DataFolder } from './data-folder.js';

export interface OwnerKey {
  key: string;
  /** Where it is kept, readable for its owner only; undefined: OWNER_KEY was given to us. */
  file: string | undefined;
  /** Made just now: to be shown this once. */
  fresh: boolean;
}

/** The key with which this installation begins. Undefined with AUTH=off: nobody asks for one. */
export function ownerKey(folder: DataFolder, environment: NodeJS.ProcessEnv): OwnerKey | undefined {
  if (environment.AUTH === 'off') return undefined;
  if (environment.OWNER_KEY) return { key: environment.OWNER_KEY, file: undefined, fresh: false };
  const file = path.join(folder.path, 'owner-key');
  if (fs.existsSync(file)) return { key: fs.readFileSync(file, 'utf8').trim(), file, fresh: false };
  const key = `pp_${randomBytes(32).toString('base64url')}`;
  fs.writeFileSync(file, `${key}\n`, { mode: 0o600, flush: true });
  return { key, file, fresh: true };
}
