/** Seeded chat exports: the same seed gives the same bytes. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

/** mulberry32: small, fast, repeatable. */
export function seededRandom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const OPENINGS = [
  'Hello, I was charged twice for my subscription this month and I would like the second payment refunded please.',
  'my order still has not arrived and the tracking page has said the same thing for a week',
  'I can not log in to my account, the reset link does nothing at all',
  'Hi! How do I change the delivery address of an order that I placed this morning?',
  'The app crashes every time I open the invoices page, this is the third time I write about it',
  'Could somebody tell me when the outage in my area will be over?',
];
const FOLLOW_UPS = [
  'I already tried that twice and it did not work.',
  'Yes, the number is on the invoice I sent you yesterday, please look there.',
  'That is not what I asked. Can I talk to a person who can actually help me?',
  'ok, let me try that now and come back to you',
  'Any news on this? I have been waiting since the morning.',
  'No, it still shows the same error message as before.',
];
const ENDINGS = [
  'Perfect, it works now. Thank you so much for the quick help!',
  'Thanks, that solved it.',
  'This is unacceptable, I am cancelling my contract.',
  'Fine. I will wait for the mail then.',
  'great, have a nice day!',
  'Still nothing. Very disappointed with this service.',
];
const REPLIES = [
  'Hello and thank you for writing to us. I am looking into this for you right now, one moment please.',
  'I am sorry for the trouble. Could you give me the order number so that I can check with our warehouse?',
  'I have issued the refund; it should be on your account within three working days.',
  'Please try to restart the application and clear its cache, then tell me whether the error is still there.',
  'I have passed this on to our technical team, they will get back to you by tomorrow noon.',
  'Is there anything else that I can do for you today?',
];

export interface Generated {
  file: string;
  bytes: number;
  conversations: number;
  messages: number;
}

export interface GenerateOptions {
  file: string;
  conversations: number;
  seed: number;
  /** First day of the span of 90 days in which conversations start. */
  start?: string;
  prefix?: string;
}

const DAY = 86_400_000;

/** Conversations of about 15 messages over 1 to 4 days, in the grouped shape. */
export async function generateExport(options: GenerateOptions): Promise<Generated> {
  const { file, conversations, seed, start = '2026-05-01', prefix = 'bench' } = options;
  const random = seededRandom(seed);
  const out = createWriteStream(file);
  let bytes = 0;
  let messages = 0;
  const write = async (text: string) => {
    bytes += Buffer.byteLength(text);
    if (!out.write(text)) await once(out, 'drain');
  };
  await write('{');
  for (let i = 0; i < conversations; i++) {
    const chatId = `${prefix}-${seed}-${i}`;
    const rows = makeConversation(chatId, Date.parse(`${start}T00:00:00Z`), random);
    messages += rows.length;
    await write(`${i === 0 ? '\n' : ',\n'}${JSON.stringify(chatId)}:${JSON.stringify(rows)}`);
  }
  await write('\n}\n');
  out.end();
  await finished(out);
  return { file, bytes, conversations, messages };
}

export type Conversation = Record<string, string | null>[];

export function makeConversation(chatId: string, start: number, random: () => number): Conversation {
  const pick = (texts: string[]) => texts[Math.floor(random() * texts.length)] ?? '';
  const days = [1, 1, 2, 2, 2, 3, 3, 4][Math.floor(random() * 8)] ?? 1;
  const agent = `agent_${Math.floor(random() * 40)}`;
  const firstDay = start + Math.floor(random() * 90) * DAY;
  const rows: Conversation = [];
  for (let day = 0; day < days; day++) {
    // Whole seconds keep every message of a conversation at an instant of its own.
    let at = firstDay + day * DAY + Math.floor(random() * 14 * 3600) * 1000;
    const count = 4 + Math.floor(random() * 6);
    for (let n = 0; n < count; n++) {
      const customer = n === 0 || (n % 2 === 0) === random() > 0.1;
      const last = day === days - 1 && n >= count - 2;
      const text = customer ? pick(n === 0 ? OPENINGS : last ? ENDINGS : FOLLOW_UPS) : pick(REPLIES);
      rows.push({
        FB_CHAT_ID: chatId,
        MESSAGE_CONTENT: `${text} (${rows.length})`,
        DIRECTION: customer ? 'to_company' : 'to_client',
        SOCIAL_CREATE_TIME: new Date(at).toISOString(),
        AGENT_USERNAME: customer ? null : agent,
        AGENT_EMAIL: null,
      });
      at += (20 + Math.floor(random() * 900)) * 1000;
    }
  }
  return rows;
}
