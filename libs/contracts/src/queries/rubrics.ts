import { z } from 'zod';
import { defineCommand, defineQuery } from '../define-query.js';
import { RubricDocument } from '../rubric.js';
import { CalendarDate, Instant, OrganizationId, ScorerId } from '../values.js';

export const GetRubrics = defineQuery({
  name: 'GetRubrics',
  version: 1,
  context: 'scoring',
  description:
    'What scorers are told: published rubrics, newest first, the built-in one last; and topics that models missed in them.',
  request: z.object({ organization: OrganizationId }),
  reply: z.object({
    rubrics: z.array(
      z.object({
        document: RubricDocument,
        /** Null: built in. */
        published_at: Instant.nullable(),
        /** New days are judged by it. */
        active: z.boolean(),
      }),
    ),
    topic_proposals: z.array(z.object({ slug: z.string(), label: z.string(), days: z.int().positive() })),
  }),
});

export const PublishRubric = defineCommand({
  name: 'PublishRubric',
  version: 1,
  context: 'scoring',
  description:
    'New days are judged by it from now on; nothing is judged again by itself. Publishing the same document again changes nothing; another one under a known name is a conflict.',
  request: z.object({ organization: OrganizationId, document: RubricDocument }),
  reply: z.object({ name: z.string(), published_at: Instant }),
});

const BackfillScope = {
  organization: OrganizationId,
  start_date: CalendarDate.nullable(),
  end_date: CalendarDate.nullable(),
  /** Only days that this upload brought messages of; none: of all. */
  upload_id: z.uuid().optional(),
  /** Caps; null: none. */
  max_days: z.int().positive().nullable(),
  max_usd: z.number().positive().nullable(),
};

export const PlanBackfill = defineQuery({
  name: 'PlanBackfill',
  version: 1,
  context: 'scoring',
  description:
    'Dry run: what it would take to judge days again by the scorer and rubric that are active now.',
  request: z.object(BackfillScope),
  reply: z.object({
    scorer: ScorerId,
    /** Days of the range, and those that this scorer has judged already. */
    days: z.int().nonnegative(),
    known_days: z.int().nonnegative(),
    /** To be judged, after `max_days`. */
    days_to_judge: z.int().nonnegative(),
    calls: z.int().nonnegative(),
    input_tokens: z.int().nonnegative(),
    output_tokens: z.int().nonnegative(),
    /** Null where no price is known or nothing is charged. */
    cost_usd: z.number().nullable(),
  }),
});

export const BACKFILL_STATUSES = ['running', 'paused', 'completed', 'cancelled'] as const;

export const Backfill = z.object({
  backfill_id: z.uuid(),
  scorer: ScorerId,
  status: z.enum(BACKFILL_STATUSES),
  start_date: CalendarDate.nullable(),
  end_date: CalendarDate.nullable(),
  upload_id: z.uuid().nullable().default(null),
  max_days: z.int().positive().nullable(),
  max_usd: z.number().nullable(),
  planned_days: z.int().nonnegative(),
  scored: z.int().nonnegative(),
  unscored: z.int().nonnegative(),
  waiting: z.int().nonnegative(),
  cost_usd: z.number().nonnegative(),
  /** Why it stands still. */
  note: z.string().nullable(),
  created_at: Instant,
  updated_at: Instant,
});
export type Backfill = z.infer<typeof Backfill>;

export const StartBackfill = defineCommand({
  name: 'StartBackfill',
  version: 1,
  context: 'scoring',
  description: 'Judges days again as planned. Old scores stay beside the new ones.',
  request: z.object({
    ...BackfillScope,
    /** Chosen by who asks: asking twice starts one. */
    backfill_id: z.uuid(),
  }),
  reply: Backfill,
});

export const SteerBackfill = defineCommand({
  name: 'SteerBackfill',
  version: 1,
  context: 'scoring',
  description: 'Pauses, resumes or cancels. Calls under way are finished; what is judged stays.',
  request: z.object({
    organization: OrganizationId,
    backfill_id: z.uuid(),
    action: z.enum(['pause', 'resume', 'cancel']),
  }),
  reply: Backfill,
});

export const GetBackfills = defineQuery({
  name: 'GetBackfills',
  version: 1,
  context: 'scoring',
  description: 'Newest first.',
  request: z.object({ organization: OrganizationId, limit: z.int().min(1).max(100) }),
  reply: z.object({ backfills: z.array(Backfill) }),
});
