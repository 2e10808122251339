import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { createLogger, Database } from '@powerpulse/runtime';

const TABLES = ['inbox', 'outbox'];
const DAY_MS = 86_400_000;

/** First instant of the month `offset` months from `now`, in UTC. */
const monthStart = (now: Date, offset: number) =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset));

/**
 * A partition for last month, this one and the two to come. Events of other months lie in the default partition, which
 * is as correct, only larger.
 */
export async function ensurePartitions(database: Database, now: Date): Promise<void> {
  const months = [-1, 0, 1, 2].map((offset) => monthStart(now, offset).toISOString().slice(0, 10));
  for (const table of TABLES) {
    await database.query(
      `select "${database.schema}".prepare_month($1, month) from unnest($2::date[]) as month`,
      [table, months],
    );
  }
}

@Injectable()
export class Partitions implements OnModuleInit, OnApplicationShutdown {
  private readonly log = createLogger('partitions');
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  async onModuleInit(): Promise<void> {
    await ensurePartitions(this.database, new Date());
    this.timer = setInterval(() => void this.again(), DAY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async again(): Promise<void> {
    try {
      await ensurePartitions(this.database, new Date());
    } catch (error) {
      this.log.error({ err: error }, 'could not prepare the next months; rows go to the default partition');
    }
  }
}
