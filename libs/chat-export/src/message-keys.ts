/**
 * The keys by which exports name the parts of a message. Case, `_`, `-` and spaces don't matter (`FB_CHAT_ID`,
 * `fb_chat_id`, `fbChatId`). Of several aliases the first of the row that holds something counts; of one alias
 * spelled twice, or one key twice in an object, the last. Keys that aren't here are ignored. docs/uploading.md
 * shows this table.
 */
export const MESSAGE_KEYS = {
  chatId: ['FB_CHAT_ID', 'FB_ID', 'CHAT_ID'],
  text: ['MESSAGE_CONTENT', 'MESSAGE'],
  direction: ['DIRECTION'],
  time: ['SOCIAL_CREATE_TIME'],
  customerName: ['CUSTOMER_NAME', 'FB_USER_NAME', 'USERNAME'],
  agentUsername: ['AGENT_USERNAME'],
  agentEmail: ['AGENT_EMAIL'],
} as const satisfies Record<string, readonly string[]>;

export type MessageField = keyof typeof MESSAGE_KEYS;

/** The parts of a message as the export gives them, unchecked; `undefined` where there is no such key. */
export type RawMessage = Record<MessageField, unknown>;

interface Alias {
  field: MessageField;
  rank: number;
}

const normalForm = (key: string): string => key.replaceAll(/[_\- ]/g, '').toLowerCase();

const ALIASES: ReadonlyMap<string, Alias> = new Map(
  (Object.keys(MESSAGE_KEYS) as MessageField[]).flatMap((field) =>
    MESSAGE_KEYS[field].map((key, rank): [string, Alias] => [normalForm(key), { field, rank }]),
  ),
);

const LONGEST_KEY = 40;
const MAX_CACHED_SPELLINGS = 1_000;
/** Exports spell their keys alike in every message: what one spelling means is looked up once. */
const spellings = new Map<string, Alias | null>();

function aliasOf(key: string): Alias | null {
  const known = spellings.get(key);
  if (known !== undefined) return known;
  const alias = key.length <= LONGEST_KEY ? (ALIASES.get(normalForm(key)) ?? null) : null;
  if (spellings.size < MAX_CACHED_SPELLINGS) spellings.set(key, alias);
  return alias;
}

/** Nothing but spaces, tabs and line breaks. Characters that are merely invisible are something. */
export const isBlank = (text: string): boolean => text.trim() === '' && /^[\t-\r \u00A0]*$/.test(text);

const holdsNothing = (value: unknown): boolean =>
  value == null || (typeof value === 'string' && isBlank(value));

/** What an object says as a message; `null` where it has none of the known keys, so that it isn't one. */
export function messageFields(value: Readonly<Record<string, unknown>>): RawMessage | null {
  const raw: RawMessage = {
    chatId: undefined,
    text: undefined,
    direction: undefined,
    time: undefined,
    customerName: undefined,
    agentUsername: undefined,
    agentEmail: undefined,
  };
  let found = 0;
  let twice = false;
  for (const key of Object.keys(value)) {
    const alias = aliasOf(key);
    if (alias === null) continue;
    found++;
    if (raw[alias.field] !== undefined) twice = true;
    raw[alias.field] = value[key];
  }
  if (found === 0) return null;
  if (twice)
    for (const field of Object.keys(raw) as MessageField[]) raw[field] = value[spelledKey(value, field)];
  return raw;
}

/** The key under which this message has a field: as the file spells it, else the name to give it. */
export function spelledKey(value: Readonly<Record<string, unknown>>, field: MessageField): string {
  let best: { key: string; empty: boolean; rank: number } | null = null;
  for (const key of Object.keys(value)) {
    const alias = aliasOf(key);
    if (alias?.field !== field) continue;
    const candidate = { key, empty: holdsNothing(value[key]), rank: alias.rank };
    const worse =
      best !== null && (candidate.empty !== best.empty ? candidate.empty : candidate.rank > best.rank);
    if (!worse) best = candidate;
  }
  return best?.key ?? MESSAGE_KEYS[field][0];
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The chat id a message itself carries, if any: text, or a whole number that JSON can carry exactly. */
export function ownChatId(value: unknown): string | null {
  if (!isObject(value)) return null;
  const id = messageFields(value)?.chatId;
  if (typeof id === 'number') return Number.isSafeInteger(id) ? String(id) : null;
  return typeof id === 'string' && !isBlank(id) ? id : null;
}
