import { setTimeout as delay } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { createLogger } from '@powerpulse/runtime';
import { INGESTION_CONFIG, type IngestionConfig } from '../config.js';
import { UploadReader } from './read-upload.js';
import { UploadQueue } from './upload-queue.js';

/** Another process may leave work behind at any time. */
const POLL_MS = 1_000;

/** Works the queue of uploads off, beside the stream. */
@Injectable()
export class ReadingLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = createLogger('reading');
  private readonly stopping = new AbortController();
  private sleeping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly queue: UploadQueue,
    private readonly reader: UploadReader,
    @Inject(INGESTION_CONFIG) private readonly config: IngestionConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.running = Promise.all(Array.from({ length: this.config.READERS }, () => this.run()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** There is work now. */
  wake(): void {
    this.sleeping.abort();
    this.sleeping = new AbortController();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const signal = AbortSignal.any([this.sleeping.signal, this.stopping.signal]);
      const didWork = await this.workOnce();
      if (!didWork) await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async workOnce(): Promise<boolean> {
    try {
      const upload = await this.queue.claim(this.config.LEASE_SECONDS);
      if (upload === null) return false;
      await this.reader.read(upload, this.stopping.signal);
      return true;
    } catch (error) {
      this.log.warn({ err: error }, 'the queue of uploads is out of reach');
      return false;
    }
  }
}
