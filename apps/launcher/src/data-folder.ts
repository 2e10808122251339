import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { canReach, processAlive, serverAccount, sharedTemporaryFolder } from '@powerpulse/local-stack';

/** Where one stack keeps its data, logs and passwords. */
export interface DataFolder {
  path: string;
  /** Made for this run and removed with it. */
  temporary: boolean;
}

const ROOT_ONLY_BASE = '/var/lib/powerpulse';

/** Ours alone; where root runs us its servers' account passes through, but cannot look. */
function openForServers(folder: string): string {
  fs.chmodSync(folder, serverAccount() ? 0o711 : 0o700);
  return folder;
}

export function temporaryDataFolder(): DataFolder {
  const base = sharedTemporaryFolder(serverAccount());
  return { path: openForServers(fs.mkdtempSync(path.join(base, 'powerpulse-'))), temporary: true };
}

/**
 * The wanted folder. Where root runs us in a place that only root may enter, PostgreSQL's account could not follow:
 * then the wanted folder is a link to one below /var/lib.
 */
export function lastingDataFolder(wanted: string): DataFolder {
  const account = serverAccount();
  if (fs.existsSync(wanted)) {
    assertUsable(wanted);
    const folder = fs.realpathSync(wanted);
    if (!account || canReach(account, folder)) return { path: folder, temporary: false };
    throw new Error(
      `PostgreSQL cannot run as root, and its account may not enter ${folder}. Choose another place.`,
    );
  }
  fs.mkdirSync(path.dirname(wanted), { recursive: true });
  if (!account || canReach(account, path.dirname(wanted))) {
    fs.mkdirSync(wanted);
    return { path: fs.realpathSync(openForServers(wanted)), temporary: false };
  }
  fs.mkdirSync(ROOT_ONLY_BASE, { recursive: true, mode: 0o755 });
  const folder = openForServers(fs.mkdtempSync(path.join(ROOT_ONLY_BASE, 'data-')));
  fs.rmSync(wanted, { force: true }); // a link whose target was removed
  fs.symlinkSync(folder, wanted);
  return { path: folder, temporary: false };
}

function assertUsable(folder: string): void {
  try {
    fs.accessSync(folder, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
  } catch (cause) {
    throw new Error(`${folder} belongs to another account (was PowerPulse run as root before?).`, { cause });
  }
}

/** Two launchers on one folder would start two servers on one database. */
export function lock(folder: DataFolder): () => void {
  const file = path.join(folder.path, 'launcher.pid');
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(fs.readFileSync(file, 'utf8'));
      // After a power cut the file may be empty.
      if (owner > 0 && owner !== process.pid && processAlive(owner)) {
        throw new Error(`PowerPulse already runs on ${folder.path} (process ${owner}).`, { cause: error });
      }
      fs.rmSync(file, { force: true }); // left behind by one that was killed
    }
  }
}

/** Made once for a data folder; PostgreSQL knows only these. */
export function passwords(folder: DataFolder, names: readonly string[]): Record<string, string> {
  const file = path.join(folder.path, 'passwords.json');
  const known = fs.existsSync(file)
    ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>)
    : {};
  const missing = names.filter((name) => !known[name]);
  for (const name of missing) known[name] = randomBytes(24).toString('base64url');
  // On the disk before PostgreSQL knows them: after a power cut nobody could get in any more.
  if (missing.length > 0)
    fs.writeFileSync(file, JSON.stringify(known, undefined, 2), { mode: 0o600, flush: true });
  return known;
}

export function logFile(folder: DataFolder, name: string): string {
  const file = path.join(folder.path, 'logs', `${name}.log`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (fs.existsSync(file) && fs.statSync(file).size > 20 * 1024 ** 2) fs.renameSync(file, `${file}.1`);
  return file;
}
