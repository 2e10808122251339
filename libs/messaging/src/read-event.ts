import { envelopeFields, type EventDefinition, type EventEnvelope, orgToken } from '@powerpulse/contracts';
import { z } from 'zod';

/** What is known of an event that can't be used: enough to mark it as seen. */
export type KnownEvent = Pick<EventEnvelope, 'id' | 'organization' | 'occurred_at'>;

/**
 * An event as this release understands it, and its data as they came. A newer release may have said more: a handler does
 * not see that, but what is kept has it, for the day this service is as new.
 */
export interface ArrivedEvent extends EventEnvelope {
  readonly arrived: unknown;
}

export type ReadEvent = { event: ArrivedEvent } | { refused: string; known?: KnownEvent };

const Known = z.object(envelopeFields);

/** What PostgreSQL could not store would fail in every table that names it, the one for dead letters included. */
function storable({ organization, occurred_at }: KnownEvent): boolean {
  const year = new Date(occurred_at).getUTCFullYear();
  return !organization.includes('\0') && year >= 1970 && year < 2300;
}

const tokens = new Map<string, string>();

function tokenOf(organization: string): string {
  let token = tokens.get(organization);
  if (token === undefined) {
    if (tokens.size > 10_000) tokens.clear();
    token = orgToken(organization);
    tokens.set(organization, token);
  }
  return token;
}

function issues(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    .join('; ')
    .slice(0, 1000);
}

/** Parses and checks one message. Whatever is wrong with it: no exception, and no retry can help. */
export function readEvent(definition: EventDefinition, subject: string, text: string): ReadEvent {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { refused: 'not JSON' };
  }
  const envelope = definition.envelope.safeParse(json);
  if (!envelope.success) {
    const known = Known.safeParse(json);
    const usable = known.success && storable(known.data) ? { known: known.data } : {};
    return { refused: `does not fit its schema: ${issues(envelope.error)}`, ...usable };
  }
  const event = { ...envelope.data, arrived: (json as EventEnvelope).data };
  if (!storable(event)) return { refused: 'has an impossible organization or instant' };
  if (event.name !== definition.name) return { refused: `is a ${event.name}`, known: event };
  if (event.version > definition.version)
    return { refused: `version ${event.version} is not known`, known: event };
  if (!subject.endsWith(`.${tokenOf(event.organization)}`)) {
    // Not to be marked as seen: the id may be that of a true event.
    return { refused: 'names another organization than its subject' };
  }
  return { event };
}

/** The organization that the subject names, for messages that can't be read. */
export function organizationIn(subject: string): string {
  return Buffer.from(subject.slice(subject.lastIndexOf('.') + 1), 'base64url')
    .toString()
    .replaceAll('\0', '');
}
