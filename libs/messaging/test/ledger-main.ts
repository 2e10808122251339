import { commonConfig, loadConfig, runService } from '@powerpulse/runtime';
import { z } from 'zod';
import { Behaviour, LedgerModule } from './ledger-service.js';

/** The ledger as a process of its own, for tests that kill it. */
const config = loadConfig(z.object({ ...commonConfig, DATABASE_WAIT_MS: z.coerce.number().default(60_000) }));
const options = {
  databaseUrl: config.DATABASE_URL,
  natsUrl: config.NATS_URL,
  ackWaitMs: 1_000,
  waitMs: config.DATABASE_WAIT_MS,
};

await runService(LedgerModule.with(options, new Behaviour()), config, { service: 'ledger' });
