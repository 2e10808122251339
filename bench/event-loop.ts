/** How long each service's event loop stood still, as its Prometheus endpoint tells it. */
import { portIsFree, freePort } from '../libs/local-stack/src/index.js';

const SERVICES = ['gateway', 'ingestion', 'day-splitting', 'scoring', 'analytics'] as const;
const LONGEST_DELAY = /^nodejs_eventloop_lag_max_seconds\b.* (\S+)$/m;

export class EventLoops {
  private constructor(private readonly firstPort: number) {}

  /** On ports next to each other, one a service, in the order in which the launcher starts them. */
  static async onFreePorts(): Promise<EventLoops> {
    for (;;) {
      const first = await freePort();
      const others = SERVICES.slice(1).map((_, i) => portIsFree(first + 1 + i));
      if ((await Promise.all(others)).every(Boolean)) return new EventLoops(first);
    }
  }

  get environment(): NodeJS.ProcessEnv {
    return { METRICS_PORT: String(this.firstPort) };
  }

  /** Milliseconds by service, the longest since it was last asked: what others took of the processor counts as well. */
  async longestStalls(): Promise<Record<string, number>> {
    const stalls = SERVICES.map(async (name, i) => {
      const text = await (await fetch(`http://127.0.0.1:${String(this.firstPort + i)}/metrics`)).text();
      return [name, Math.round(1000 * Number(LONGEST_DELAY.exec(text)?.[1]))] as const;
    });
    return Object.fromEntries(await Promise.all(stalls));
  }
}
