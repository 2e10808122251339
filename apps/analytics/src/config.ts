import { commonConfig } from '@powerpulse/runtime';
import { z } from 'zod';

export const analyticsConfigSchema = z.object({
  ...commonConfig,
  /**
   * `provider/model@rubric` whose score counts before any other's of the same version; the newest one where absent.
   * Where it changes, read models are rebuilt from history.
   */
  ACTIVE_SCORER: z.string().min(1).optional(),
  /** What-if questions keep the scored days of the organizations that asked last in memory: about 57 MB a million. */
  WHAT_IF_MEMORY_MB: z.coerce.number().int().min(1).default(256),
});

export type AnalyticsConfig = z.infer<typeof analyticsConfigSchema>;
