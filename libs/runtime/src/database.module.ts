import { type DynamicModule, Module } from '@nestjs/common';
import { MikroORM } from '@mikro-orm/postgresql';
import { Database } from './database.js';
import type { DatabaseOptions } from './database-options.js';
import { measureWhenAsked, metrics } from './metrics.js';
import { Readiness } from './readiness.js';
import { RuntimeModule } from './runtime.module.js';

/** Opens the pool and sees to an up-to-date schema before anything else of the service starts. */
@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [RuntimeModule],
      providers: [
        {
          provide: Database,
          inject: [Readiness],
          useFactory: async (readiness: Readiness) => {
            const database = await Database.open(options);
            readiness.add('postgres', () => database.ping());
            measureWhenAsked(() => {
              const { totalCount, idleCount, waitingCount } = database.pool;
              metrics.pool.set({ state: 'open' }, totalCount);
              metrics.pool.set({ state: 'idle' }, idleCount);
              metrics.pool.set({ state: 'waiting' }, waitingCount);
            });
            return database;
          },
        },
        { provide: MikroORM, inject: [Database], useFactory: (database: Database) => database.orm },
      ],
      exports: [Database, MikroORM],
    };
  }
}
