import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { createLogger } from '@powerpulse/runtime';
import { setTimeout as delay } from 'node:timers/promises';
import { ResplitPage } from './commands/resplit-page.command.js';

/** Another process may leave work behind at any time. */
const POLL_MS = 2_000;

/** Works the resplit queue off, page by page, beside the stream. */
@Injectable()
export class ResplitLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = createLogger('resplit');
  private readonly stopping = new AbortController();
  private sleeping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly commands: CommandBus) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
  }

  /** There is work now. */
  wake(): void {
    this.sleeping.abort();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.sleeping = new AbortController();
      const isMore = await this.workOnce();
      if (!isMore) await this.sleep();
    }
  }

  private async workOnce(): Promise<boolean> {
    try {
      return await this.commands.execute(new ResplitPage());
    } catch (error) {
      this.log.warn({ err: error }, 'splitting anew is interrupted');
      return false;
    }
  }

  private async sleep(): Promise<void> {
    const signal = AbortSignal.any([this.sleeping.signal, this.stopping.signal]);
    await delay(POLL_MS, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
