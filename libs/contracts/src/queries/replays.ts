import { z } from 'zod';
import { defineCommand, defineQuery } from '../define-query.js';
import { CalendarDate, Instant, OrganizationId, Snapshot } from '../values.js';

export const REPLAY_STATES = [
  'building',
  'comparing',
  'ready',
  'switched',
  'completed',
  'reverted',
  'cancelled',
  'superseded',
  'failed',
] as const;
export type ReplayState = (typeof REPLAY_STATES)[number];
export const REPLAY_CAUSES = ['requested', 'settings', 'scorer'] as const;
export const REPLAY_SWITCHES = ['manual', 'when_equal', 'when_ready'] as const;

export const ReplayComparison = z.object({
  equal: z.boolean(),
  /** SHA-256 over all rows of all read models, without what tells when they were written. */
  live_hash: z.string(),
  replayed_hash: z.string(),
  tables: z.array(
    z.object({
      table: z.string(),
      live_rows: z.int().nonnegative(),
      replayed_rows: z.int().nonnegative(),
      /** Rows that are not the same, or on one side only. */
      different_rows: z.int().nonnegative(),
    }),
  ),
  /** The conversation-day whose CSI differs most; null where none does. */
  largest_difference: z
    .object({
      conversation_id: z.uuid(),
      date: CalendarDate,
      live_csi: z.number().nullable(),
      replayed_csi: z.number().nullable(),
    })
    .nullable(),
});
export type ReplayComparison = z.infer<typeof ReplayComparison>;

export const Replay = z.object({
  replay_id: z.uuid(),
  state: z.enum(REPLAY_STATES),
  cause: z.enum(REPLAY_CAUSES),
  switch: z.enum(REPLAY_SWITCHES),
  /** Both ends inclusive; null means no bound. Days outside are taken over as they stand. */
  start_date: CalendarDate.nullable(),
  end_date: CalendarDate.nullable(),
  events_read: z.int().nonnegative(),
  /** Null until they are counted, and where rows are read instead of events. */
  events_total: z.int().nonnegative().nullable(),
  /** While working; null before anything was read. */
  events_per_second: z.number().nonnegative().nullable(),
  comparison: ReplayComparison.nullable(),
  error: z.string().nullable(),
  created_at: Instant,
  caught_up_at: Instant.nullable(),
  switched_at: Instant.nullable(),
  ended_at: Instant.nullable(),
});
export type Replay = z.infer<typeof Replay>;

export const StartReplay = defineCommand({
  name: 'StartReplay',
  version: 1,
  context: 'analytics',
  description:
    'Builds the read models of an organization anew from history, beside the live ones. One at a time; the same id again is the same replay.',
  request: z.object({
    organization: OrganizationId,
    replay_id: z.uuid(),
    start_date: CalendarDate.nullable(),
    end_date: CalendarDate.nullable(),
    switch: z.enum(['manual', 'when_equal']),
  }),
  reply: Replay,
});

export const ListReplays = defineQuery({
  name: 'ListReplays',
  version: 1,
  context: 'analytics',
  description: 'Replays of an organization, newest first; or the one that is asked for.',
  request: z.object({
    organization: OrganizationId,
    replay_id: z.uuid().nullable(),
    limit: z.int().min(1).max(100),
  }),
  reply: z.object({ replays: z.array(Replay) }),
});

export const REPLAY_ACTIONS = ['switch', 'revert', 'drop', 'cancel', 'resume'] as const;

export const SteerReplay = defineCommand({
  name: 'SteerReplay',
  version: 1,
  context: 'analytics',
  description:
    '`switch` shows what was built, `revert` shows what was shown before, `drop` removes that, `cancel` removes what was built, `resume` goes on after a failure. Twice is as once.',
  request: z.object({
    organization: OrganizationId,
    replay_id: z.uuid(),
    action: z.enum(REPLAY_ACTIONS),
  }),
  reply: Replay,
});

export const GetChanges = defineQuery({
  name: 'GetChanges',
  version: 1,
  context: 'analytics',
  description:
    'What of the read models and replays of an organization has changed since a position; without one, only the position now.',
  request: z.object({
    organization: OrganizationId,
    since: z.object({ generation: z.int().nonnegative(), snapshot: Snapshot }).nullable(),
  }),
  reply: z.object({
    now: z.object({ generation: z.int().nonnegative(), snapshot: Snapshot }),
    /** Dates with new numbers; null: all may have. */
    dates: z.array(CalendarDate).nullable(),
    replays: z.array(Replay),
  }),
});
