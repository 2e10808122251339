import { commonConfig } from '@powerpulse/runtime';
import { z } from 'zod';

export const ingestionConfig = z.object({
  ...commonConfig,
  /** Uploads (of different organizations) that one process reads at the same time. */
  READERS: z.coerce.number().int().min(1).max(16).default(2),
  /** Messages that are stored in one transaction. */
  BATCH_MESSAGES: z.coerce.number().int().min(1).max(20_000).default(3_000),
  /** After this long without a sign of life another process goes on with an upload. */
  LEASE_SECONDS: z.coerce.number().min(1).max(300).default(10),
});

export const INGESTION_CONFIG = Symbol('ingestion config');

export type IngestionConfig = z.infer<typeof ingestionConfig>;
