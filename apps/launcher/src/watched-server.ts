import { setTimeout as delay } from 'node:timers/promises';
import { processAlive } from '@powerpulse/local-stack';

interface Server {
  pid: number;
  /** Where it can be asked: whether it does its work. */
  answers?(): Promise<boolean>;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 500;
const ASK_EVERY_MS = 5_000;
/** So often in a row, with all the time it had for each: it is stuck, not slow. */
const SILENT_TIMES = 4;

/** A PostgreSQL or nats-server that is started again, on the same data and port, when it is gone or stuck. */
export class WatchedServer<S extends Server> {
  pid: number | undefined;
  private current: Promise<S>;
  private readonly stopping = new AbortController();
  private watching: Promise<void> = Promise.resolve();

  constructor(
    readonly name: string,
    private readonly launch: (previous?: S) => Promise<S>,
    private readonly onEvent: (text: string) => void,
    private readonly onPid: () => void,
    private readonly askEveryMs = ASK_EVERY_MS,
  ) {
    this.current = this.launch();
  }

  async start(): Promise<S> {
    const server = await this.current;
    this.pid = server.pid;
    this.onPid();
    this.watching = this.watch(server);
    return server;
  }

  kill(signal: NodeJS.Signals): void {
    if (this.pid !== undefined && processAlive(this.pid)) process.kill(this.pid, signal);
  }

  async restart(): Promise<void> {
    const before = await this.current;
    await before.stop();
    while ((await this.current) === before) await delay(25, undefined, { signal: this.stopping.signal });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.watching;
    // One that did not come up has said why where it was waited for.
    const [server] = await Promise.allSettled([this.current]);
    if (server.status === 'fulfilled') await server.value.stop();
  }

  private async watch(first: S): Promise<void> {
    const { signal } = this.stopping;
    for (let server = first; !signal.aborted;) {
      if (await this.livesOn(server)) continue;
      server = await this.revive(server);
    }
  }

  /** Until it is gone: `false`. Told to stop, `true`. */
  private async livesOn(server: S): Promise<boolean> {
    const { signal } = this.stopping;
    let asked = Date.now();
    for (let silent = 0; !signal.aborted && processAlive(server.pid); await this.pause(LOOK_EVERY_MS)) {
      if (server.answers === undefined || Date.now() - asked < this.askEveryMs) continue;
      silent = (await server.answers()) ? 0 : silent + 1;
      asked = Date.now();
      if (silent < SILENT_TIMES) continue;
      this.onEvent(`${this.name} does not answer`);
      await server.stop();
    }
    return signal.aborted;
  }

  private async revive(gone: S): Promise<S> {
    this.onEvent(`${this.name} is gone; starting it again`);
    for (let pauseMs = 200; !this.stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, 10_000)) {
      const attempt = this.launch(gone);
      const [result] = await Promise.allSettled([attempt]);
      if (result.status === 'fulfilled') {
        this.current = attempt;
        this.pid = result.value.pid;
        this.onPid();
        this.onEvent(`${this.name} is back`);
        return result.value;
      }
      this.onEvent(`${this.name} does not start: ${String(result.reason)}`);
      await this.pause(pauseMs);
    }
    return gone;
  }

  private async pause(ms: number): Promise<void> {
    const { signal } = this.stopping;
    if (signal.aborted) return;
    try {
      await delay(ms, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
