import { type ChildProcess, spawn } from 'node:child_process';

/**
 * If the launcher is killed (kill -9, out of memory), nobody is left to stop what it started. A shell waits for its
 * end (its stdin closes) and then does: services and broker first, PostgreSQL after them, then the temporary folder.
 */
const SCRIPT = `
trap '' INT TERM HUP
folder=$1; database=0; others=; tries=0
while read -r first rest; do database=$first; others=$rest; done
alive() { for pid in "$@"; do kill -0 "$pid" 2>/dev/null && return 0; done; return 1; }
end() {
  signal=$1; limit=$2; shift 2
  kill -s "$signal" "$@" 2>/dev/null
  while alive "$@" && [ $tries -lt "$limit" ]; do sleep 0.1; tries=$((tries + 1)); done
  alive "$@" && kill -KILL "$@" 2>/dev/null
}
[ -z "$others" ] || end TERM 100 $others
[ "$database" = 0 ] || end INT 300 "$database"
[ -z "$folder" ] || rm -rf "$folder"
`;

export class Guard {
  private readonly shell: ChildProcess | undefined;

  constructor(temporaryFolder: string | undefined) {
    if (process.platform === 'win32') return;
    const args = ['-c', SCRIPT, 'powerpulse-guard', temporaryFolder ?? ''];
    this.shell = spawn('/bin/sh', args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' });
    this.shell.stdin?.on('error', () => this.shell?.kill('SIGKILL'));
    this.shell.unref();
  }

  /** From now on it would stop these. */
  watch(database: number | undefined, others: readonly number[]): void {
    this.shell?.stdin?.write(`${[database ?? 0, ...others].join(' ')}\n`);
  }

  /** All is stopped already. */
  async dismiss(): Promise<void> {
    const { shell } = this;
    if (!shell || shell.exitCode !== null || shell.signalCode !== null) return;
    const gone = new Promise((resolve) => shell.once('exit', resolve));
    shell.ref();
    shell.stdin?.end('0\n');
    await gone;
  }
}
