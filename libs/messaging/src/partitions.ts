import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { createLogger, Database, type Tx } from '@powerpulse/runtime';

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
  for (const table of TABLES) {
    for (const offset of [-1, 0, 1, 2]) {
      await database.transaction((tx) => ensureMonth(tx, database.schema, table, now, offset));
    }
  }
}

async function ensureMonth(tx: Tx, schema: string, table: string, now: Date, offset: number): Promise<void> {
  const from = monthStart(now, offset).toISOString();
  const to = monthStart(now, offset + 1).toISOString();
  const parent = `"${schema}"."${table}"`;
  const name = `${table}_${from.slice(0, 7).replace('-', '_')}`;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `powerpulse:partition:${schema}.${name}`,
  ]);
  const [found] = await tx.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    `"${schema}"."${name}"`,
  ]);
  if (found?.there) return;
  const partition = `"${schema}"."${name}"`;
  // Rows of this month may already lie in the default partition: a clock ahead, or a month that was prepared too late.
  await tx.query(`create table ${partition} (like ${parent} including all)`);
  await tx.query(
    `with moved as (delete from "${schema}"."${table}_default" where occurred_at >= '${from}' and occurred_at < '${to}'
       returning *) insert into ${partition} select * from moved`,
  );
  await tx.query(
    `alter table ${parent} attach partition ${partition} for values from ('${from}') to ('${to}')`,
  );
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
