import {
  GetConversationInstants,
  GetDayTranscripts,
  GetMessages,
  GetRemovedTexts,
} from '@powerpulse/contracts';
import { conversationId } from '@powerpulse/ids';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chatMessage } from '../../test/chat-files.js';
import { type RunningIngestion, startIngestion } from '../../test/running-ingestion.js';
import { removeTexts } from './remove-texts.js';

const organization = 'forgetful';
const now = new Date('2026-11-21T10:00:00Z');
const archive = fs.mkdtempSync(path.join(os.tmpdir(), 'powerpulse-archive-'));
/** Kept for 12 months: from November 2025 on. */
const instants = ['2004-05-06T07:08:09Z', '2025-10-31T23:59:59.999Z', '2025-11-01T00:00:00Z'];
const chat = (name: string, dates: string[]) =>
  dates.map((at, i) =>
    chatMessage(name, i, {
      SOCIAL_CREATE_TIME: at,
      CUSTOMER_NAME: name,
      MESSAGE_CONTENT: `"${name}", ${i}\n`,
    }),
  );
const file = { old: chat('old', instants.slice(0, 2)), new: chat('new', instants) };
const YOUNG = '"new", 2\n';
const [old, young] = [conversationId(organization, 'old'), conversationId(organization, 'new')];

let running: RunningIngestion;
beforeAll(async () => {
  running = await startIngestion();
  await running.sendFile(file, { organization });
});
afterAll(async () => {
  await running.close();
  fs.rmSync(archive, { recursive: true });
});

const remove = (dryRun: boolean) =>
  removeTexts({ databaseUrl: running.databaseUrl, months: 12, archive, dryRun, now });

/** Everything about messages but their words. */
const identities = () =>
  running.db.query(
    `select conversation_id, at::text, message_id, conversation_version, position, from_customer, tokens, agent_username
     from messages where organization = $1 order by 1, 2, 3`,
    [organization],
  );
const texts = () =>
  running.db.query<{ text: string | null }>(
    'select text from messages where organization = $1 order by at, conversation_id',
    [organization],
  );
const ask = { organization, conversations: [old, young].map((id) => ({ conversation_id: id, offset: 0 })) };

it('a dry run says what is due and changes nothing', async () => {
  const before = await texts();
  const { keptFrom, partitions, names } = await remove(true);
  expect(keptFrom.toISOString()).toBe('2025-11-01T00:00:00.000Z');
  expect(partitions.map(({ name, messages }) => [name, messages])).toEqual([
    ['messages_2025_10', 2],
    ['messages_default', 2],
  ]);
  expect(names).toBe(1);
  expect(await texts()).toEqual(before);
  expect(fs.readdirSync(archive)).toEqual([]);
});

it('takes the words of old months, into an archive that can be uploaded again, and nothing else', async () => {
  const [before, instantsBefore] = [
    await identities(),
    await running.requests.ask(GetConversationInstants, ask),
  ];
  await remove(false);
  expect((await texts()).map(({ text }) => text)).toEqual([null, null, null, null, YOUNG]);
  expect(await identities()).toEqual(before);
  expect(await running.requests.ask(GetConversationInstants, ask)).toEqual(instantsBefore);
  const noted = await running.db.query<{ partition: string; archive: string; archive_sha256: string }>(
    'select partition, messages, archive, archive_sha256 from removed_texts order by 1',
  );
  expect(noted.map(({ partition }) => partition)).toEqual(['messages_2025_10', 'messages_default']);
  for (const { archive: name, archive_sha256 } of noted) {
    const bytes = fs.readFileSync(path.join(archive, name));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(archive_sha256);
  }
  const csv = gunzipSync(fs.readFileSync(path.join(archive, noted[0]?.archive ?? ''))).toString();
  expect(csv).toMatch(/^ORGANIZATION,FB_CHAT_ID,MESSAGE_CONTENT,DIRECTION,SOCIAL_CREATE_TIME,/);
  expect(csv).toContain('forgetful,old,"""old"", 1\n",to_client,2025-10-31T23:59:59.999Z,agent-1,');
  expect(fs.readdirSync(archive)).toHaveLength(2);
});

it('says so to whoever asks for the words, and forgets who has not written since', async () => {
  const span = { organization, offset: 0, limit: 10, first_at: null, last_at: null };
  const { messages } = await running.requests.ask(GetMessages, { ...span, conversation_id: young });
  expect(messages.map(({ text, text_removed }) => [text, text_removed])).toEqual([
    ['', true],
    ['', true],
    [YOUNG, false],
  ]);
  const { conversations } = await running.requests.ask(GetRemovedTexts, {
    organization,
    conversation_ids: [young],
  });
  expect(conversations).toEqual([{ conversation_id: young, removed_until: instants[1] }]);
  const day = { day_id: old, conversation_id: old, conversation_version: 1, offset: 0, earlier_days: [] };
  const [first_at, last_at] = [instants[0]!, instants[1]!];
  const { days } = await running.requests.ask(GetDayTranscripts, {
    organization,
    days: [{ ...day, first_at, last_at }],
  });
  expect(days[0]).toMatchObject({ total: 0, messages: [] });
  expect(
    await running.db.query(
      'select customer_name from conversations where organization = $1 order by chat_id',
      [organization],
    ),
  ).toEqual([{ customer_name: 'new' }, { customer_name: null }]);
});

it('what comes again is still a duplicate, and what comes late is still taken', async () => {
  const late = chatMessage('old', 5, { SOCIAL_CREATE_TIME: '2025-10-30T00:00:00Z' });
  const id = await running.sendFile({ ...file, old: [...file.old, late] }, { organization });
  const [ended] = await running.ended(id);
  expect(ended?.messages).toMatchObject({ total: 6, kept: 1, duplicate: 5 });
  const { partitions } = await remove(false);
  expect(partitions.map(({ name, messages }) => [name, messages])).toEqual([['messages_2025_10', 1]]);
  expect((await remove(false)).partitions).toEqual([]);
  await expect(running.db.query('delete from removed_texts')).rejects.toThrow('append-only');
});
