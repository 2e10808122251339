import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { logTail } from '@powerpulse/local-stack';

export interface ProcessSpec {
  name: string;
  /** Asked at each start. */
  program: () => string;
  nodeOptions: readonly string[];
  logFile: string;
  /** The address it listens at. */
  host: string;
  /** Where its server listens, decided anew for each try until it was ready once. */
  choosePort: () => Promise<number>;
  environment: (port: number) => NodeJS.ProcessEnv;
  onEvent: (text: string) => void;
  onPid: () => void;
}

const BACKOFF_MS = [200, 500, 1_000, 2_000, 5_000, 10_000];
const STABLE_AFTER_MS = 60_000;
const READY_WITHIN_MS = 90_000;
const DRAIN_MS = 30_000;
const TRIES_AT_START = 3;

/** One service: started, watched, started again with growing pauses when it ends without being told to. */
export class SupervisedProcess {
  pid: number | undefined;
  private port = 0;
  private child: ChildProcess | undefined;
  private exited: Promise<string> = Promise.resolve('not started');
  /** It said itself that it listens: at a port that was snatched away somebody else would answer. */
  private listens = false;
  private failures = 0;
  private wasReady = false;
  private readonly stopping = new AbortController();

  constructor(private readonly spec: ProcessSpec) {}

  get name(): string {
    return this.spec.name;
  }

  get url(): string {
    const everywhere = this.spec.host === '0.0.0.0' || this.spec.host === '::';
    return `http://${everywhere ? '127.0.0.1' : this.spec.host}:${this.port}`;
  }

  /** Until it is ready for the first time; then watches over it. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const failure = await this.launch();
      if (failure === undefined) break;
      await this.killNow();
      if (attempt === TRIES_AT_START || this.stopping.signal.aborted) throw this.startError(failure);
      await this.pause();
    }
    this.wasReady = true;
    void this.watch();
  }

  /** As a crash would: the supervisor is not told and heals it. */
  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.child?.kill(signal);
  }

  /** Drains, ends and comes back; resolves once it is ready again. */
  async restart(): Promise<void> {
    const before = this.pid;
    this.kill('SIGTERM');
    while (this.pid === before || !(await this.isReady()))
      await delay(25, undefined, { signal: this.stopping.signal });
  }

  /** Lets it finish what it has begun, within bounds. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.kill('SIGTERM');
    const hurry = setTimeout(() => this.killGroup(), DRAIN_MS);
    await this.exited;
    clearTimeout(hurry);
  }

  async killNow(): Promise<void> {
    this.killGroup();
    await this.exited;
  }

  async isReady(): Promise<boolean> {
    if (!this.listens) return false;
    try {
      const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      return false; // does not listen yet, or no longer
    }
  }

  /** The reason why it did not become ready, if it did not. */
  private async launch(): Promise<string | undefined> {
    if (!this.wasReady) this.port = await this.spec.choosePort();
    if (this.stopping.signal.aborted) return 'it was told to stop';
    this.spawn(this.port);
    let ended: string | undefined;
    void this.exited.then((reason) => (ended = reason));
    for (const end = Date.now() + READY_WITHIN_MS; !(await this.isReady()); await delay(100)) {
      if (ended !== undefined) return ended;
      if (Date.now() > end) return `it was not ready within ${READY_WITHIN_MS / 1000} s`;
    }
    return undefined;
  }

  private spawn(port: number): void {
    const log = fs.openSync(this.spec.logFile, 'a');
    // A process group of its own: Ctrl-C at the terminal reaches the launcher only, which stops all in order.
    const child = spawn(process.execPath, [...this.spec.nodeOptions, this.spec.program()], {
      env: this.spec.environment(port),
      stdio: ['ignore', log, log, 'ipc'],
      detached: true,
    });
    fs.closeSync(log);
    this.listens = false;
    child.once('message', () => {
      this.listens = true;
      child.disconnect();
    });
    this.child = child;
    this.pid = child.pid;
    this.exited = new Promise((resolve) => {
      child.once('error', (error) => resolve(String(error)));
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    this.spec.onPid();
  }

  private async watch(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const startedAt = Date.now();
      const reason = await this.exited;
      if (this.stopping.signal.aborted) return;
      if (Date.now() - startedAt > STABLE_AFTER_MS) this.failures = 0;
      this.spec.onEvent(`${this.name} ended (${reason}); starting it again`);
      await this.pause();
      const failure = await this.launch();
      if (failure === undefined) this.spec.onEvent(`${this.name} is back`);
      else await this.killNow();
    }
  }

  private async pause(): Promise<void> {
    const { signal } = this.stopping;
    try {
      await delay(BACKOFF_MS[Math.min(this.failures++, BACKOFF_MS.length - 1)], undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** With whatever it started itself. */
  private killGroup(): void {
    if (this.pid === undefined || this.child?.exitCode !== null || this.child.signalCode !== null) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      this.kill('SIGKILL'); // no process groups on this system
    }
  }

  private startError(failure: string): Error {
    return new Error(
      `${this.name} did not start: ${failure}. The end of ${this.spec.logFile}:\n${logTail(this.spec.logFile)}`,
    );
  }
}
