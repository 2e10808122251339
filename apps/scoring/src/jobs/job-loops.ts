import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database, measureWhenAsked } from '@powerpulse/runtime';
import { JobPacker } from './job-packer.js';
import { JobQueue } from './job-queue.js';
import { JobRunner } from './job-runner.js';
import { Loop } from './loop.js';
import { measureWaiting } from './waiting-days.js';
import { ScorerCatalog } from './scorer-catalog.js';
import { Wakeups } from './wakeups.js';

/** What another replica made or left behind is found within this time. */
const POLL_MS = 1_000;
const LINGER_POLL_MS = 50;
/** A job in hand when the service is told to stop may take so long; then it is given back. */
const GRACE_MS = 15_000;

/** The packer and the workers of this process. */
@Injectable()
export class JobLoops implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loops: Loop[];
  private readonly hurry = new AbortController();

  constructor(
    private readonly packer: JobPacker,
    private readonly queue: JobQueue,
    private readonly runner: JobRunner,
    private readonly wakeups: Wakeups,
    private readonly database: Database,
    catalog: ScorerCatalog,
  ) {
    this.loops = [
      new Loop('packer', wakeups.packing, () => this.pack()),
      ...catalog.lanes.flatMap(({ lane, workers }) =>
        Array.from({ length: workers }, () => new Loop(lane, wakeups.working, () => this.work(lane))),
      ),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
    measureWhenAsked(() => measureWaiting(this.database));
  }

  async onModuleDestroy(): Promise<void> {
    const timer = setTimeout(() => this.hurry.abort(), GRACE_MS);
    await Promise.all(this.loops.map((loop) => loop.stop()));
    clearTimeout(timer);
  }

  private async pack(): Promise<number> {
    const { jobs, lingering, more } = await this.packer.pack();
    if (jobs > 0) this.wakeups.working.raise();
    if (more) return 0;
    return lingering ? LINGER_POLL_MS : POLL_MS;
  }

  private async work(lane: string): Promise<number> {
    const job = await this.queue.claim(lane);
    if (job === null) return POLL_MS;
    await this.runner.run(job, this.hurry.signal);
    this.wakeups.packing.raise();
    return 0;
  }
}
