/**
 * Replies that need not be sent to whom has them already, as HTTP does it with ETag, If-None-Match and 304: the tag names
 * what a reply says, so the same tag on the same question is the same reply.
 */
import { headers, type Msg, type MsgHdrs } from '@nats-io/transport-node';
import { LRUCache } from 'lru-cache';

const TAG = 'PowerPulse-Tag';
const KNOWN_TAG = 'PowerPulse-Known-Tag';
const UNCHANGED = 'PowerPulse-Unchanged';

interface Tagged {
  readonly tag: string;
  /** As it was checked and sent before. */
  text?: string;
}

const tagged = new WeakMap<object, Tagged>();

/** Names what this reply says. It must not be changed any more. */
export function tagReply<T extends object>(reply: T, tag: string): T {
  tagged.set(reply, { tag });
  return reply;
}

const taggedAs = (reply: unknown): Tagged | undefined =>
  typeof reply === 'object' && reply !== null ? tagged.get(reply) : undefined;

/** Under which tag this reply came, where it has one. */
export const tagOf = (reply: object): string | undefined => tagged.get(reply)?.tag;

const header = (name: string, value: string): MsgHdrs => {
  const h = headers();
  h.set(name, value);
  return h;
};

/** What goes back: nothing but that, where the asker has this very reply; `write` checks and serializes it once. */
export function wireReply(
  question: Msg,
  reply: unknown,
  write: () => string,
): { text: string; headers?: MsgHdrs } {
  const known = taggedAs(reply);
  if (known === undefined) return { text: write() };
  if (question.headers?.get(KNOWN_TAG) === known.tag) return { text: '', headers: header(UNCHANGED, '1') };
  known.text ??= write();
  return { text: known.text, headers: header(TAG, known.tag) };
}

/** A reply that carried a tag, as it was read. */
export interface KnownReply {
  readonly tag: string;
  /** Given to everybody who asks the same: nobody changes it. */
  readonly value: unknown;
  readonly bytes: number;
}

const MAX_BYTES = 8 * 1024 * 1024;

/** By question. */
export const knownReplies = () =>
  new LRUCache<string, KnownReply>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ bytes }, question) => bytes + question.length,
  });

/** Says which reply the asker has already. */
export const knows = ({ tag }: KnownReply): MsgHdrs => header(KNOWN_TAG, tag);

export const isUnchanged = (reply: Msg): boolean => reply.headers?.has(UNCHANGED) === true;

export function knownReply(reply: Msg, value: unknown): KnownReply | undefined {
  const tag = reply.headers?.get(TAG);
  if (!tag || typeof value !== 'object' || value === null) return undefined;
  return { tag, value: tagReply(value, tag), bytes: reply.data.length };
}
