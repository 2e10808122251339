import { replaceSpans, unchanged, type MappedText } from './mapped-text.js';
import type { CountTokens } from './tokens.js';

/**
 * A day that is larger than a whole job is condensed by this rule, never silently:
 * 1. A message longer than MESSAGE_TOKENS keeps about its first 60 % and last 40 % of that, the middle is replaced by a
 *    mark that says how many words are missing.
 * 2. If the day is still too large, whole messages are left out of its middle: 40 % of the room is filled from the
 *    start, the rest from the end, where the day is decided. A mark says how many are missing.
 */
export const MESSAGE_TOKENS = 600;

/** Texts are hostile: what is longer than this is shortened before anything else looks at it. */
const LONGEST_LOOKED_AT = 12_000;
/** More messages than this never fit; no time is spent on those of the middle. */
const MOST_MESSAGES = 1_000;

export interface Kept<M> {
  message: M;
  shown: MappedText;
  tokens: number;
}

export interface Condensed<M> {
  /** What is kept, in order. */
  kept: Kept<M>[];
  /** Index in `kept` before which messages are missing, and how many. */
  gap: { before: number; messages: number } | null;
  /** Messages of which a middle part is missing. */
  shortened: number;
}

export interface Room {
  tokens: number;
  tokensPerMessage: number;
  count: CountTokens;
}

/** `show` turns a text into what may be shown of it. */
export function condense<M extends { text: string }>(
  messages: readonly M[],
  room: Room,
  show: (text: MappedText) => MappedText,
): Condensed<M> {
  const few = messages.length <= MOST_MESSAGES;
  const head = few ? messages.length : MOST_MESSAGES * 0.4;
  const tail = few ? messages.length : messages.length - MOST_MESSAGES * 0.6;
  let shortened = 0;
  const prepared = [...messages.slice(0, head), ...messages.slice(tail)].map((message) => {
    const { shown, cut } = withinMessageLimit(message.text, room.count, show);
    shortened += cut ? 1 : 0;
    return { message, shown, tokens: room.count(shown.text) + room.tokensPerMessage };
  });
  return { ...withinRoom(prepared, room.tokens, messages.length), shortened };
}

function withinMessageLimit(original: string, count: CountTokens, show: (text: MappedText) => MappedText) {
  const whole = unchanged(original);
  const looked =
    original.length <= LONGEST_LOOKED_AT
      ? whole
      : shorten(original, whole, LONGEST_LOOKED_AT / original.length);
  const shown = show(looked);
  const tokens = count(shown.text);
  if (tokens <= MESSAGE_TOKENS) return { shown, cut: looked !== whole };
  return { shown: shorten(original, shown, MESSAGE_TOKENS / tokens), cut: true };
}

function withinRoom<M>(
  all: readonly Kept<M>[],
  room: number,
  messages: number,
): Omit<Condensed<M>, 'shortened'> {
  if (sum(all) <= room && all.length === messages) return { kept: [...all], gap: null };
  let head = 0;
  for (let used = 0; head < all.length; head++) if ((used += all[head]?.tokens ?? 0) > room * 0.4) break;
  let tail = all.length;
  for (let used = sum(all.slice(0, head)); tail > head; tail--)
    if ((used += all[tail - 1]?.tokens ?? 0) > room) break;
  const kept = [...all.slice(0, head), ...all.slice(tail)];
  return { kept, gap: { before: head, messages: messages - kept.length } };
}

const sum = (parts: readonly { tokens: number }[]) => parts.reduce((total, part) => total + part.tokens, 0);

function shorten(original: string, shown: MappedText, share: number): MappedText {
  const { text, starts, ends } = shown;
  const start = wordEnd(text, Math.floor(text.length * share * 0.6));
  const end = wordStart(text, Math.ceil(text.length * (1 - share * 0.4)));
  if (end <= start) return shown;
  const missing = original.slice(starts[start], ends[end - 1]).trim();
  return replaceSpans(shown, [
    { start, end, by: ` [... ${missing.split(/\s+/).length} words left out ...] ` },
  ]);
}

/** The nearest place between words, if there is one nearby: nothing is cut into something else. */
function wordEnd(text: string, at: number): number {
  const space = text.lastIndexOf(' ', at);
  return at - space < 80 && space > 0 ? space : surrogateSafe(text, at);
}

function wordStart(text: string, at: number): number {
  const space = text.indexOf(' ', at);
  return space >= 0 && space - at < 80 ? space + 1 : surrogateSafe(text, at);
}

const surrogateSafe = (text: string, at: number): number =>
  /[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at;
