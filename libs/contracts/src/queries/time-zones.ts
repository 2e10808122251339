import { z } from 'zod';
import { defineQuery } from '../define-query.js';
import { OrganizationId, ScorerId } from '../values.js';

/** Sums over days: what the size of their prompts follows from. */
const DaysToJudge = z.object({
  days: z.int().nonnegative(),
  token_estimate: z.int().nonnegative(),
  messages: z.int().nonnegative(),
  earlier_days: z.int().nonnegative(),
});
export type DaysToJudge = z.infer<typeof DaysToJudge>;

export const TryTimeZone = defineQuery({
  name: 'TryTimeZone',
  version: 1,
  context: 'day-splitting',
  description:
    'Dry run: what another time zone would make of the days of the next conversations, in order of their ids. `next` is where to go on; null after the last.',
  request: z.object({
    organization: OrganizationId,
    time_zone: z.string().min(1).max(64),
    after: z.uuid().nullable(),
    limit: z.int().min(1).max(200),
  }),
  reply: z.object({
    /** Of all conversations there are; only with the first page. */
    all: z
      .object({
        conversations: z.int().nonnegative(),
        /** Still cut by the zone before the present one: a change is under way. */
        left: z.int().nonnegative(),
      })
      .nullable(),
    conversations: z.int().nonnegative(),
    days: z.object({
      unchanged: z.int().nonnegative(),
      /** Other messages, other times, or a date that had no day before. */
      changed: z.int().nonnegative(),
      vanished: z.int().nonnegative(),
    }),
    /** Of the changed ones those with a customer message. */
    to_judge: DaysToJudge,
    next: z.uuid().nullable(),
  }),
});

export const EstimateJudging = defineQuery({
  name: 'EstimateJudging',
  version: 1,
  context: 'scoring',
  description:
    'What judging so many days would take at most, by the scorer that is active now. Those that it has judged before cost nothing.',
  request: z.object({ organization: OrganizationId, ...DaysToJudge.shape }),
  reply: z.object({
    scorer: ScorerId,
    /** Changes of zone are judged at once; otherwise by a backfill. */
    at_once: z.boolean(),
    calls: z.int().nonnegative(),
    input_tokens: z.int().nonnegative(),
    output_tokens: z.int().nonnegative(),
    cost_usd: z.number().nullable(),
  }),
});
