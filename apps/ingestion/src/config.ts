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

/** For the job that removes old text. */
export const retentionConfig = z.object({
  /** PostgreSQL, as the role that owns the schema: the migrator's. */
  DATABASE_URL: commonConfig.DATABASE_URL,
  LOG_LEVEL: commonConfig.LOG_LEVEL,
  /** Text of messages is kept for so many whole months; numbers stay. */
  RETENTION_MESSAGES_MONTHS: z.coerce.number().int().min(1).max(1200),
  /** Folder for a compressed copy of what is removed. Without it no copy is kept. */
  RETENTION_ARCHIVE: z.string().min(1).optional(),
});

export const INGESTION_CONFIG = Symbol('ingestion config');

export type IngestionConfig = z.infer<typeof ingestionConfig>;
