import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { processAlive } from '@powerpulse/local-stack';

/** Everything that a test run starts keeps its files here, so that what it leaves behind can be found. */
const PREFIX = 'powerpulse-tests-';

/** A folder for one server, named after the process that runs the tests. Reachable by other accounts. */
export function serverFolder(kind: string): string {
  const run = path.join(os.tmpdir(), `${PREFIX}${process.pid}`);
  fs.mkdirSync(run, { recursive: true, mode: 0o755 });
  const folder = fs.mkdtempSync(path.join(run, `${kind}-`));
  fs.chmodSync(folder, 0o755);
  return folder;
}

/** The last one takes the run's folder with it. */
export function removeServerFolder(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true });
  const run = path.dirname(folder);
  if (fs.existsSync(run) && fs.readdirSync(run).length === 0) fs.rmdirSync(run);
}

/** Ends the servers of test processes that are gone (killed, or failed before they could), and deletes their files. */
export function clearAbandoned(): void {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const owner = Number(name.slice(PREFIX.length));
    if (!name.startsWith(PREFIX) || !owner || processAlive(owner)) continue;
    const run = path.join(os.tmpdir(), name);
    for (const folder of fs.readdirSync(run)) endServer(path.join(run, folder));
    fs.rmSync(run, { recursive: true, force: true });
  }
}

function endServer(folder: string): void {
  const nats = path.join(folder, 'server.json');
  const postgres = path.join(folder, 'data', 'postmaster.pid');
  if (fs.existsSync(nats)) end((JSON.parse(fs.readFileSync(nats, 'utf8')) as { pid: number }).pid, folder);
  if (fs.existsSync(postgres)) end(Number(fs.readFileSync(postgres, 'utf8').split('\n')[0]), folder);
}

/** Only if it is the server of that folder: a pid may have been given to someone else since. */
function end(pid: number, folder: string): void {
  if (pid > 0 && processAlive(pid) && commandLine(pid).includes(folder)) process.kill(pid, 'SIGKILL');
}

function commandLine(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}
