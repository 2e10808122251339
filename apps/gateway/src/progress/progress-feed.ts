import { EventEmitter, on } from 'node:events';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '@powerpulse/runtime';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import { Loop } from '../loop.js';
import { findUploads, type UploadRow } from './upload-rows.js';

interface Listener {
  readonly organization: string;
  readonly uploadId: string;
  readonly changes: EventEmitter;
}

/** One look at the database per turn for all event streams of this process. What a watcher anywhere wrote is seen here. */
@Injectable()
export class ProgressFeed implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly listeners = new Set<Listener>();
  private readonly loop: Loop;

  constructor(
    private readonly database: Database,
    @Inject(GATEWAY_CONFIG) config: GatewayConfig,
  ) {
    this.loop = new Loop('progress feed', config.PROGRESS_INTERVAL_MS, () => this.look());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    for (const { changes } of this.listeners) changes.emit('end');
    await this.loop.stop();
  }

  /** The row at every turn, until the caller stops listening or this process stops. */
  async *rowsOf(organization: string, uploadId: string): AsyncGenerator<UploadRow> {
    const listener = { organization, uploadId, changes: new EventEmitter() };
    this.listeners.add(listener);
    try {
      for await (const [row] of on(listener.changes, 'row', { close: ['end'] })) yield row as UploadRow;
    } finally {
      this.listeners.delete(listener);
    }
  }

  private async look(): Promise<void> {
    const heard = [...this.listeners];
    for (const organization of new Set(heard.map((listener) => listener.organization))) {
      const ids = heard.filter((each) => each.organization === organization).map((each) => each.uploadId);
      const rows = await findUploads(this.database, organization, ids);
      for (const row of rows) {
        for (const { uploadId, changes } of heard) if (uploadId === row.upload_id) changes.emit('row', row);
      }
    }
  }
}
