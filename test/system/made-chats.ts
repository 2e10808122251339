import { seededRandom } from '../../bench/generate.js';

export interface RawMessage {
  FB_CHAT_ID: string;
  MESSAGE_CONTENT: string;
  DIRECTION: 'to_company' | 'to_client';
  SOCIAL_CREATE_TIME: string;
  AGENT_USERNAME: string | null;
  AGENT_EMAIL: string | null;
  CUSTOMER_NAME?: string;
}

export type GroupedFile = Record<string, RawMessage[]>;

const CUSTOMER = [
  'Hello, I was charged twice for my subscription and would like a refund please.',
  'My order has still not arrived and I am getting really annoyed.',
  'I can not log in, the reset link does nothing.',
  'Thank you so much, it works now. Great help!',
  'I already told you that twice and nobody answers me!',
  'Any news on this? I have been waiting since the morning.',
  'ok',
  'This is unacceptable, I want to speak to a manager.',
  'wo bleibt denn meine Bestellung, ich warte schon seit Wochen darauf',
];
const AGENT = [
  'I am sorry for the trouble. Could you give me the order number?',
  'I have issued the refund, it should arrive within three working days.',
  'Please try again now and tell me whether the error is still there.',
  'Is there anything else that I can do for you today?',
];
const AGENTS: [string | null, string | null][] = [
  ['maria', 'maria@example.org'],
  ['otto', null],
  [null, null],
];
const MINUTE = 60_000;
const DAY = 86_400_000;

export const message = (
  chatId: string,
  at: number,
  direction: RawMessage['DIRECTION'],
  text: string,
  agent: [string | null, string | null] = [null, null],
): RawMessage => ({
  FB_CHAT_ID: chatId,
  MESSAGE_CONTENT: text,
  DIRECTION: direction,
  SOCIAL_CREATE_TIME: new Date(at).toISOString(),
  AGENT_USERNAME: agent[0],
  AGENT_EMAIL: agent[1],
});

/** Seeded chats over several days: questions left open over night, days without a customer, pauses, equal instants. */
export function madeChats(prefix: string, count: number, seed: number, start: string): GroupedFile {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const file: GroupedFile = {};
  for (let c = 0; c < count; c++) {
    const chatId = `${prefix}chat ${String(c)}`;
    let at = Date.parse(start) + Math.floor(random() * 10 * DAY);
    const messages: RawMessage[] = [];
    const customer = pick(['Ada L.', 'Zoë 😀', undefined]);
    const length = 1 + Math.floor(random() * 14);
    const customers = random() < 0.1 ? 0 : 0.55;
    for (let i = 0; i < length; i++) {
      at += pick([0, 0.2, 3, 11, 40, 6 * 60, 15 * 60, 30 * 60]) * MINUTE;
      if (random() < customers) {
        const written = message(chatId, at, 'to_company', `${pick(CUSTOMER)} ${String(i)}`);
        messages.push(customer === undefined ? written : { ...written, CUSTOMER_NAME: customer });
      } else messages.push(message(chatId, at, 'to_client', `${pick(AGENT)} ${String(i)}`, pick(AGENTS)));
    }
    file[chatId] = messages;
  }
  return file;
}

/** The same chats under other ids. */
export function renamed(file: GroupedFile, prefix: string): GroupedFile {
  return Object.fromEntries(
    Object.entries(file).map(([chatId, messages]) => [
      prefix + chatId,
      messages.map((each) => ({ ...each, FB_CHAT_ID: prefix + chatId })),
    ]),
  );
}

export const countOf = (file: GroupedFile): number => Object.values(file).flat().length;
