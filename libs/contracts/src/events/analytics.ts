import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { CalendarDate } from '../values.js';

const Score100 = z.number().min(0).max(100).nullable();

export const DailyCsiUpdated = defineEvent({
  name: 'DailyCsiUpdated',
  version: 1,
  context: 'analytics',
  description: "An organization's date has new numbers. At most one per date and second, none in a replay.",
  schema: z.object({
    date: CalendarDate,
    /** 0..100; null where no day is scored. */
    csi: Score100,
    resolution_quality: Score100,
    customer_ease: Score100,
    service_timeliness: Score100,
    interaction_quality: Score100,
    scored_days: z.int().nonnegative(),
    unscored_days: z.int().nonnegative(),
    outbound_days: z.int().nonnegative(),
  }),
});
