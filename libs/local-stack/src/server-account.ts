import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface ServerAccount {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses uid 0: it runs as the owner of its data where there are some (made when PowerPulse ran as that
 * user), else as `postgres` where that account exists, else as `nobody`. None is created.
 */
export function serverAccount(dataDir?: string): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = dataDir === undefined ? undefined : fs.statSync(dataDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found =
    accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (!found)
    throw new Error('PostgreSQL cannot run as root, and there is no account `postgres` or `nobody`');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

/** Whether the account may pass through every folder down to `target` (its nearest existing part). */
export function canReach(account: ServerAccount, target: string): boolean {
  let folder = path.resolve(target);
  while (!fs.existsSync(folder)) folder = path.dirname(folder);
  folder = fs.realpathSync(folder);
  for (;;) {
    const { uid, gid, mode } = fs.statSync(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if (!(mode & bit)) return false;
    if (folder === path.dirname(folder)) return true;
    folder = path.dirname(folder);
  }
}

/** A place for temporary files that the account reaches even where root's TMPDIR is private. */
export function sharedTemporaryFolder(account: ServerAccount | undefined): string {
  const candidates = [os.tmpdir(), '/var/tmp', '/tmp'];
  return candidates.find((folder) => !account || canReach(account, folder)) ?? os.tmpdir();
}

/**
 * Where a server of `account` can keep what was meant for `wanted`: there, if it can get there, else (a clone in a home
 * that only root may enter) in a folder of that name's own under /var/lib.
 */
export function reachableDirectory(wanted: string, account = serverAccount()): string {
  const absolute = path.resolve(wanted);
  if (!account || canReach(account, path.dirname(absolute))) return absolute;
  const name = createHash('sha256').update(absolute).digest('hex').slice(0, 16);
  return path.join('/var/lib/powerpulse', name, path.basename(absolute));
}
