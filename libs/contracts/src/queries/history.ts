import { z } from 'zod';
import { definePerService } from '../define-query.js';
import { Instant, OrganizationId } from '../values.js';

/** A place in a service's history, which is ordered by both. */
export const EventKey = z.object({ id: z.uuid(), occurred_at: Instant });
export type EventKey = z.infer<typeof EventKey>;

export const LISTED_EVENTS = 5_000;
export const REPEATED_EVENTS = 500;

export const SumEvents = definePerService('query', {
  name: 'SumEvents',
  version: 1,
  description:
    'How many events of one kind this service has said within a span of time, and a sum of their ids: whoever heard the same has the same sum.',
  request: z.object({
    event: z.string(),
    /** By the event's own instant; null from the first one on. */
    from: Instant.nullable(),
    /** Exclusive. */
    to: Instant,
    /** The span ends earlier where it would hold more events of any kind. */
    at_most: z.int().min(1).max(100_000),
  }),
  reply: z.object({ to: Instant, events: z.int().nonnegative(), sum: z.string() }),
});

export const ListSaidEvents = definePerService('query', {
  name: 'ListSaidEvents',
  version: 1,
  description: `Which events of one kind this service has published within a span of time, ${LISTED_EVENTS} a page, in the order of their instants.`,
  request: z.object({
    event: z.string(),
    from: Instant.nullable(),
    to: Instant,
    after: EventKey.nullable(),
  }),
  reply: z.object({
    events: z.array(EventKey),
    /** Of the whole span: said, but not on its way yet. */
    unpublished: z.int().nonnegative(),
  }),
});

export const RepeatEvents = definePerService('command', {
  name: 'RepeatEvents',
  version: 1,
  description:
    'Publishes some events of the history once more. The same `run` repeated adds nothing to the stream.',
  request: z.object({
    events: z.array(EventKey).min(1).max(REPEATED_EVENTS),
    run: z.string().min(1).max(100),
  }),
  reply: z.object({ events: z.int().nonnegative() }),
});

export const RepublishHistory = definePerService('command', {
  name: 'RepublishHistory',
  version: 1,
  description:
    'Publishes a page of the history once more, oldest first: ask again with `after` until it is null. The same `run` repeated adds nothing to the stream.',
  request: z.object({
    from: Instant.nullable(),
    /** Exclusive. */
    to: Instant.nullable(),
    organization: OrganizationId.nullable(),
    /** As NATS matches: `*` is one token, `>` at the end all that follow. */
    subject: z.string().min(1).max(500).nullable(),
    after: EventKey.nullable(),
    run: z.string().min(1).max(100),
  }),
  reply: z.object({ events: z.int().nonnegative(), after: EventKey.nullable() }),
});
