import { z } from 'zod';
import { defineQuery } from '../define-query.js';
import { CalendarDate, Instant, OrganizationId, TimeLimits, Weights } from '../values.js';

const Mean = z.number().nullable();
const Index = z.object({
  csi: Mean,
  resolution_quality: Mean,
  customer_ease: Mean,
  service_timeliness: Mean,
  interaction_quality: Mean,
  weights: Weights,
  time_limits: TimeLimits,
});

export const GetWhatIf = defineQuery({
  name: 'GetWhatIf',
  version: 1,
  context: 'analytics',
  description:
    'The index of a range under other weights or time limits beside the current ones, and the conversations whose mean CSI would cross a line. Stores nothing.',
  request: z.object({
    organization: OrganizationId,
    start_date: CalendarDate.nullable(),
    end_date: CalendarDate.nullable(),
    /** Null: as they are. */
    weights: Weights.nullable(),
    time_limits: TimeLimits.nullable(),
    /** CSI, 0..100. */
    line: z.number().min(0).max(100).nullable(),
    /** Conversations named at most. */
    limit: z.int().min(0).max(100),
    /** Also the index of each date; not said: without. */
    daily: z.boolean().optional(),
  }),
  reply: z.object({
    scored_days: z.int().nonnegative(),
    conversations: z.int().nonnegative(),
    current: Index,
    what_if: Index,
    crossing: z
      .object({
        line: z.number(),
        falls_below: z.int().nonnegative(),
        rises_above: z.int().nonnegative(),
        /** Those that change most first. */
        conversations: z.array(
          z.object({ chat_id: z.string(), current_csi: z.number(), what_if_csi: z.number() }),
        ),
      })
      .nullable(),
    /** Dates that have a scored day, the newest 3,660 of them; null where they were not asked for. */
    daily: z
      .array(
        z.object({
          date: CalendarDate,
          scored_days: z.int().positive(),
          current_csi: z.number(),
          what_if_csi: z.number(),
        }),
      )
      .nullable(),
    /** The numbers are those of this moment: with many days at most 30 s ago. */
    as_of: Instant,
  }),
});
