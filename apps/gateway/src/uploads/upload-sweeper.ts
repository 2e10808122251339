import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { createLogger } from '@powerpulse/runtime';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import { Loop } from '../loop.js';
import { UploadStore } from './upload-store.js';

const AT_MOST_EVERY_MS = 30_000;
const UPLOADS_AT_ONCE = 5;

/** Clears what crashed receivers left behind, and the bytes of files whose contents have reached the metrics. */
@Injectable()
export class UploadSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = createLogger('uploads');
  private readonly loop: Loop;

  constructor(
    private readonly store: UploadStore,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {
    const everyMs = Math.min(AT_MOST_EVERY_MS, config.UPLOAD_ORPHANED_SECONDS * 500);
    this.loop = new Loop('upload sweeper', everyMs, () => this.sweep());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  async sweep(): Promise<void> {
    const orphans = await this.store.sweepOrphans(this.config.UPLOAD_ORPHANED_SECONDS);
    if (orphans > 0) this.log.info({ orphans }, 'removed uploads that nobody finished');
    if (this.config.KEEP_UPLOADS) return;
    for (;;) {
      if ((await this.store.dropEndedBytes(UPLOADS_AT_ONCE)) < UPLOADS_AT_ONCE) return;
    }
  }
}
