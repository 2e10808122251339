/**
 * Every subject, stream and durable of PowerPulse. Nothing else in the repository spells one out.
 *
 * Outside text never becomes a subject token as it is: organizations are base64url (`orgToken`).
 */
const ROOT = 'powerpulse';

/** One stream holds all events; PostgreSQL outboxes hold the history, so the stream may be lost and refilled. */
export const EVENTS_STREAM = {
  name: 'EVENTS',
  subjects: [`${ROOT}.evt.>`],
  maxAgeDays: 14,
  maxBytes: 20 * 1024 ** 3,
  dedupeWindowMinutes: 10,
  maxMessageBytes: 512 * 1024,
} as const;

/** base64url of the organization id, so that any id is one legal subject token. */
export function orgToken(organization: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(organization)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** `ConversationDayCreated` becomes `conversation-day-created`. */
export function kebab(name: string): string {
  return name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
}

export function eventSubject(context: string, name: string, version: number, organization: string): string {
  return `${ROOT}.evt.${context}.${kebab(name)}.v${version}.${orgToken(organization)}`;
}

/** All versions and organizations of one event: one wildcard filter, which servers before 2.10 understand. */
export function eventFilter(context: string, name: string): string {
  return `${ROOT}.evt.${context}.${kebab(name)}.>`;
}

export function querySubject(context: string, name: string, version: number): string {
  return `${ROOT}.qry.${context}.${kebab(name)}.v${version}`;
}

export function commandSubject(context: string, name: string, version: number): string {
  return `${ROOT}.cmd.${context}.${kebab(name)}.v${version}`;
}

/** Where other programs send conversations: request/reply, one token for the organization. */
export const INCOMING_SUBJECT = `${ROOT}.in.v1.*`;

/** The organization that a subject ends with; `null` where that is no base64url of a text. */
export function organizationIn(subject: string): string | null {
  const token = subject.slice(subject.lastIndexOf('.') + 1);
  try {
    const bytes = Uint8Array.from(atob(token.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    const organization = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return organization !== '' && orgToken(organization) === token ? organization : null;
  } catch {
    return null;
  }
}

/** A durable consumer belongs to one service and one event. */
export function durableName(service: string, eventName: string): string {
  return `${service}--${kebab(eventName)}`;
}
