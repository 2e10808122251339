import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '@powerpulse/runtime';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import { Loop } from '../loop.js';
import { RefreshProgress, UPLOADS_PER_QUESTION } from './refresh-progress.js';
import { openUploads } from './upload-rows.js';

const UPLOADS_PER_TURN = 500;

/** Keeps the state of unfinished uploads true, also where nobody asks: what is shown at the end is stored for good. */
@Injectable()
export class ProgressWatcher implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: Loop;

  constructor(
    private readonly database: Database,
    private readonly refresh: RefreshProgress,
    @Inject(GATEWAY_CONFIG) config: GatewayConfig,
  ) {
    this.loop = new Loop('progress', config.PROGRESS_INTERVAL_MS, () => this.look());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  async look(): Promise<void> {
    const open = await openUploads(this.database, UPLOADS_PER_TURN);
    for (const organization of new Set(open.map((row) => row.organization))) {
      const rows = open.filter((row) => row.organization === organization);
      for (let at = 0; at < rows.length; at += UPLOADS_PER_QUESTION) {
        await this.refresh.of(organization, rows.slice(at, at + UPLOADS_PER_QUESTION));
      }
    }
  }
}
