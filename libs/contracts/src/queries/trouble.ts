import { z } from 'zod';
import { definePerService } from '../define-query.js';
import { Instant, OrganizationId } from '../values.js';

/** All that keep an inbox or an outbox. */
export const SERVICES = ['gateway', 'ingestion', 'day-splitting', 'scoring', 'analytics'] as const;
export type ServiceName = (typeof SERVICES)[number];

export const DEAD_LETTER_STATUSES = ['open', 'redriven', 'discarded'] as const;

export const DeadLetter = z.object({
  dead_letter_id: z.uuid(),
  organization: z.string(),
  /** `<service>--<event>`. */
  consumer: z.string(),
  /** Name of the event that the consumer listens to; null where it listens no longer. */
  event: z.string().nullable(),
  /** Null, like `occurred_at`, where not even the envelope could be read. */
  event_id: z.uuid().nullable(),
  occurred_at: Instant.nullable(),
  subject: z.string(),
  /** Class of the last error, and what it says: never message text. */
  error_class: z.string(),
  reason: z.string(),
  attempts: z.int().nonnegative(),
  first_failed_at: Instant,
  last_failed_at: Instant,
  status: z.enum(DEAD_LETTER_STATUSES),
  resolved_at: Instant.nullable(),
  discarded_because: z.string().nullable(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

const Filter = {
  organization: OrganizationId,
  consumer: z.string().nullable(),
  event: z.string().nullable(),
  /** Part of the error's class or reason, in any case. */
  reason: z.string().nullable(),
};

/** Too many failed: it does nothing until someone resumes it. */
export const PausedConsumer = z.object({
  consumer: z.string(),
  paused_at: Instant,
  /** Dead letters within the minute before. */
  dead_letters: z.int().nonnegative(),
  error_class: z.string(),
});
export type PausedConsumer = z.infer<typeof PausedConsumer>;

export const ListDeadLetters = definePerService('query', {
  name: 'ListDeadLetters',
  version: 1,
  description:
    'What this service could not process, latest failure first, and which of its consumers stand still.',
  request: z.object({
    ...Filter,
    status: z.enum(DEAD_LETTER_STATUSES).nullable(),
    limit: z.int().min(1).max(101),
    /** The last one of the page before. */
    after: z.object({ last_failed_at: Instant, dead_letter_id: z.uuid() }).nullable(),
  }),
  reply: z.object({
    dead_letters: z.array(DeadLetter),
    total: z.int().nonnegative(),
    paused_consumers: z.array(PausedConsumer),
  }),
});

export const GetDeadLetter = definePerService('query', {
  name: 'GetDeadLetter',
  version: 1,
  description: 'One dead letter with what came, as it came; null where this service has none of this id.',
  request: z.object({ organization: OrganizationId, dead_letter_id: z.uuid() }),
  reply: z.object({
    dead_letter: DeadLetter.nullable(),
    /** At most 64 KiB of it. */
    payload: z.string().nullable(),
  }),
});

export const RedriveDeadLetter = definePerService('command', {
  name: 'RedriveDeadLetter',
  version: 1,
  description:
    'Processes the event once more. Asked twice it has one effect. Fails with a conflict where it fails again or was discarded.',
  request: z.object({ organization: OrganizationId, dead_letter_id: z.uuid() }),
  reply: DeadLetter,
});

export const RedriveDeadLetters = definePerService('command', {
  name: 'RedriveDeadLetters',
  version: 1,
  description:
    'Processes all that match once more, for a few seconds: ask again with `failed_before` until none is left.',
  request: z.object({ ...Filter, failed_before: Instant.nullable() }),
  reply: z.object({
    redriven: z.int().nonnegative(),
    failed_again: z.int().nonnegative(),
    left: z.int().nonnegative(),
    failed_before: Instant,
  }),
});

export const DiscardDeadLetter = definePerService('command', {
  name: 'DiscardDeadLetter',
  version: 1,
  description: 'Decides that an event is not needed. Its row stays.',
  request: z.object({
    organization: OrganizationId,
    dead_letter_id: z.uuid(),
    because: z.string().min(1).max(500),
  }),
  reply: DeadLetter,
});

export const ResumeConsumer = definePerService('command', {
  name: 'ResumeConsumer',
  version: 1,
  description: 'Lets a consumer go on that stopped because most of its events failed. In all processes.',
  request: z.object({ consumer: z.string() }),
  reply: z.object({ resumed: z.boolean() }),
});

export const GetHealth = definePerService('query', {
  name: 'GetHealth',
  version: 1,
  description:
    'Whether this process can do its work, since when it runs, and whether what it depends on answers.',
  request: z.object({}),
  reply: z.object({
    ready: z.boolean(),
    started_at: Instant,
    checks: z.array(
      z.object({ name: z.string(), ok: z.boolean(), since: Instant, error: z.string().nullable() }),
    ),
  }),
});
