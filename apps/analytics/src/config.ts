import { commonConfig } from '@powerpulse/runtime';
import { z } from 'zod';

export const analyticsConfigSchema = z.object({
  ...commonConfig,
  /**
   * `provider/model@rubric` whose score counts before any other's of the same version; the newest one where absent.
   * Where it changes, read models are rebuilt from history.
   */
  ACTIVE_SCORER: z.string().min(1).optional(),
});

export type AnalyticsConfig = z.infer<typeof analyticsConfigSchema>;
