import { setTimeout as delay } from 'node:timers/promises';
import type { OnApplicationShutdown } from '@nestjs/common';
import { MikroORM } from '@mikro-orm/postgresql';
import type { Pool, PoolClient } from 'pg';
import { databaseOptions, type DatabaseOptions } from './database-options.js';
import { Unavailable } from './errors.js';
import { createLogger, type Logger } from './logger.js';
import { migrate } from './migrate.js';
import { inOneExchange, type NamedStatement } from './one-exchange.js';
import { beginRead, findReader } from './organization-wall.js';
import { isOutage } from './outage.js';

/** An open transaction. */
export interface Tx {
  readonly query: <R = unknown>(text: string, params?: readonly unknown[]) => Promise<R[]>;
  /**
   * Parsed and planned once a connection, under a name. For statements with one plan only, as inserts are: planning
   * them anew reads through arrays of thousands of values, and later data can't make the plan wrong.
   */
  readonly prepared: <R = unknown>(name: string, text: string, params: readonly unknown[]) => Promise<R[]>;
  /** For what these do not cover: COPY, cursors. */
  readonly client: PoolClient;
}

/** Asks a statement that has a name. */
export type Ask = <R = unknown>(name: string, text: string, values: NamedStatement['values']) => Promise<R[]>;

/** A read whose last statement is known to be the last one. */
export interface ReadTx extends Tx {
  /** As `prepared`, and the end of the transaction in the same exchange: nothing can be asked after it. */
  readonly last: Ask;
}

/** One pool per process: MikroORM's own. Hot paths use plain SQL on it. */
export class Database implements OnApplicationShutdown {
  private constructor(
    readonly orm: MikroORM,
    readonly pool: Pool,
    readonly schema: string,
    private readonly reader: string | null,
  ) {}

  /**
   * Connects, waiting for a server that is not there yet. Then the schema is brought up to date where the role may do
   * that (every process of a service at once), or waited for.
   */
  static async open(options: DatabaseOptions): Promise<Database> {
    const log = createLogger('database');
    const complete = databaseOptions(options);
    await retryWhileAway(log, options.waitMs ?? 60_000, () => migrate(complete));
    const orm = new MikroORM(complete);
    await orm.connect();
    const pool = await orm.em.getConnection().getNativeClient();
    const reader = await findReader(pool, options.schema);
    const database = new Database(orm, pool, options.schema, reader);
    await database.ping();
    return database;
  }

  /** One statement, its own transaction. */
  async query<R = unknown>(text: string, params: readonly unknown[] = []): Promise<R[]> {
    const { rows } = await this.pool.query(text, [...params]);
    return rows as R[];
  }

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.between('begin', work);
  }

  /** What somebody outside asked for: one moment, in which PostgreSQL shows the rows of this organization alone. */
  read<T>(organization: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.between(beginRead(this.reader, organization), work);
  }

  /** Such a read of a single statement. */
  readOne<R = unknown>(organization: string, statement: NamedStatement): Promise<R[]> {
    const before = beginRead(this.reader, organization);
    return this.withClient((client) => inOneExchange<R>(client, statement, { before, after: 'commit' }));
  }

  /** Such a read that begins with a statement and goes on from its rows. */
  readFrom<T>(
    organization: string,
    first: NamedStatement,
    work: (tx: ReadTx, rows: unknown[]) => Promise<T>,
  ): Promise<T> {
    const before = beginRead(this.reader, organization);
    return this.withClient(async (client) => {
      const rows = await inOneExchange<unknown>(client, first, { before });
      let [ended, committed] = [false, false];
      // Behind the end is no wall: what is asked there would see every organization.
      const assertGoesOn = () => {
        if (ended) throw new Error('a statement after the last one of a read');
      };
      const last: Ask = async <R>(name: string, text: string, values: NamedStatement['values']) => {
        assertGoesOn();
        ended = true;
        const found = await inOneExchange<R>(client, { name, text, values }, { after: 'commit' });
        committed = true;
        return found;
      };
      const result = await work({ ...txOf(client, assertGoesOn), last }, rows);
      if (!committed) await client.query('commit');
      return result;
    });
  }

  /**
   * Part of such a read outside of the wall, where nothing but an index that policies shut makes it fast (decision 12).
   * What it finds is to be read behind the wall.
   */
  async outsideWall<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
    if (this.reader === null) return work();
    await tx.query('set local role none');
    const result = await work();
    await tx.query(`set local role "${this.reader}"`);
    return result;
  }

  private between<T>(begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.withClient(async (client) => {
      await client.query(begin);
      const result = await work(txOf(client));
      await client.query('commit');
      return result;
    });
  }

  private async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken = false;
    try {
      return await work(client);
    } catch (error) {
      // A connection that can't even roll back is not given to anyone else.
      await client.query('rollback').catch(() => (broken = true));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async ping(): Promise<void> {
    await this.pool.query('select 1');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    await this.orm.close();
  }
}

const txOf = (client: PoolClient, assertGoesOn: () => void = () => undefined): Tx => ({
  client,
  query: async <R>(text: string, params: readonly unknown[] = []) => {
    assertGoesOn();
    return (await client.query(text, [...params])).rows as R[];
  },
  prepared: async <R>(name: string, text: string, params: readonly unknown[]) => {
    assertGoesOn();
    return (await client.query({ name, text, values: [...params] })).rows as R[];
  },
});

async function retryWhileAway<T>(log: Logger, forMs: number, attempt: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + forMs; ;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isOutage(error) || Date.now() > end) throw error;
      const what = error instanceof Unavailable ? 'the schema is not up to date' : 'PostgreSQL is not there';
      log.warn({ err: error }, `${what} yet`);
      await delay(500);
    }
  }
}
