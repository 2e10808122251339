import { GetConversationInstants } from '@powerpulse/contracts';
import { conversationId } from '@powerpulse/ids';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chatMessage } from '../../test/chat-files.js';
import { type RunningIngestion, startIngestion } from '../../test/running-ingestion.js';

let running: RunningIngestion;
beforeAll(async () => {
  running = await startIngestion();
  await running.addReplica();
});
afterAll(() => running.close());

const organization = 'years';
const thisYear = new Date().getUTCFullYear();
const instants = [
  '1985-10-26T08:21:00.000Z', // in the default partition, for good
  `${thisYear - 4}-02-28T23:59:59.999Z`,
  `${thisYear - 4}-03-01T00:00:00.000Z`,
  `${thisYear - 1}-12-31T23:59:59.999Z`,
  `${thisYear}-01-01T00:00:00.000Z`,
];
/** Chats that go through all of these years. */
const file = Object.fromEntries(
  ['one', 'two', 'three'].map((chat) => [
    chat,
    instants.map((at, i) => chatMessage(chat, i, { SOCIAL_CREATE_TIME: at })),
  ]),
);

const places = () =>
  running.db.query<{ partition: string; at: string; n: number }>(
    `select tableoid::regclass::text as partition, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
       count(*)::int as n from messages where organization = $1 group by 1, 2 order by 2`,
    [organization],
  );
const month = (at: string) => `messages_${at.slice(0, 7).replace('-', '_')}`;

it('messages of any year lie in the partition of their month, and one of long ago in the default', async () => {
  await running.sendFile(file, { organization });
  expect(await places()).toEqual(
    instants.map((at, i) => ({ partition: i === 0 ? 'messages_default' : month(at), at, n: 3 })),
  );
});

it('a message that comes again, by two processes at once, is the same message in every partition', async () => {
  const before = await places();
  const again = [file, { ...file, four: file['one']!.map((m) => ({ ...m, FB_CHAT_ID: 'one' })) }];
  const ids = await Promise.all(
    again.map((each) => running.gateway.send(JSON.stringify(each), { organization })),
  );
  const ended = await running.ended(...ids);
  for (const { messages } of ended) expect(messages).toMatchObject({ kept: 0, duplicate: messages.total });
  expect(await places()).toEqual(before);
});

it('a conversation is answered whole, whatever partitions it lies in', async () => {
  const conversations = ['two', 'one'].map((chat) => ({
    conversation_id: conversationId(organization, chat),
    offset: 1,
  }));
  const reply = await running.requests.ask(GetConversationInstants, { organization, conversations });
  for (const conversation of reply.conversations)
    expect(conversation).toMatchObject({ total: 5, at: instants.slice(1).map((at) => Date.parse(at)) });
  expect(reply.conversations).toHaveLength(2);
});
