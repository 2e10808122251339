import {
  GetConversationNames,
  GetIngestProgress,
  GetMessages,
  GetRejects,
  type ReplyOf,
} from '@powerpulse/contracts';
import { conversationId } from '@powerpulse/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatMessage, chatMessage, chatOf } from '../../test/chat-files.js';
import { type RunningIngestion, startIngestion } from '../../test/running-ingestion.js';

let running: RunningIngestion;
beforeAll(async () => {
  running = await startIngestion({ BATCH_MESSAGES: 2_000 });
});
afterAll(async () => {
  await running.close();
});

const send = (organization: string, file: unknown, force = false) =>
  running.sendFile(file, { organization, force });

describe('GetMessages', () => {
  const page = (conversation: string, offset: number, limit: number, first_at: string | null = null) =>
    running.requests.ask(GetMessages, {
      organization: 'read',
      conversation_id: conversationId('read', conversation),
      offset,
      limit,
      first_at,
      last_at: null,
    });

  it('pages through a transcript with names, in a span if asked', async () => {
    await send('read', { a: chatOf('a', 12) });
    const { total, messages } = await page('a', 10, 5);
    expect(total).toBe(12);
    expect(messages).toMatchObject([
      { text: 'message 10 of a', direction: 'to_company', agent_username: null },
      { text: 'message 11 of a', agent_username: 'agent-2', agent_email: 'agent-2@example.com' },
    ]);
    expect(await page('a', 0, 1, '2026-01-05T10:05:00Z')).toMatchObject({
      total: 7,
      messages: [{ text: 'message 5 of a' }],
    });
    expect(await page('nobody', 0, 1)).toEqual({ total: 0, messages: [] });
  });

  it('gives fewer than asked where they are large', async () => {
    const texts = Array.from({ length: 20 }, (_, i) =>
      chatMessage('l', i, { MESSAGE_CONTENT: `${i}${'x'.repeat(50_000)}` }),
    );
    await send('read', { l: texts });
    const { total, messages } = await page('l', 0, 20);
    expect(total).toBe(20);
    expect(messages.length).toBeGreaterThan(4);
    expect(messages.length).toBeLessThan(9);
  });
});

describe('GetConversationNames', () => {
  it('says who customers are, and leaves out what it does not know', async () => {
    const named: ChatMessage = chatMessage('a', 0, { CUSTOMER_NAME: 'Ada' });
    await send('who', { a: [named], b: chatOf('b', 1) });
    const ids = ['a', 'b', 'c'].map((chat) => conversationId('who', chat));
    const { conversations } = await running.requests.ask(GetConversationNames, {
      organization: 'who',
      conversation_ids: ids,
    });
    expect(new Map(conversations.map((row) => [row.conversation_id, row.customer_name]))).toEqual(
      new Map([
        [ids[0], 'Ada'],
        [ids[1], null],
      ]),
    );
  });
});

describe('GetIngestProgress and GetRejects', () => {
  it('tell what became of each message, with its place and without its text', async () => {
    const file = {
      'a"b': [
        chatMessage('a"b', 0),
        { ...chatMessage('a"b', 1), social_create_time: 'yesterday', SOCIAL_CREATE_TIME: undefined },
        chatMessage('a"b', 2, { MESSAGE_CONTENT: 'secret *977#' }),
        7,
      ],
    };
    const text = JSON.stringify(file);
    const id = await send('report', file);
    const { uploads } = await running.requests.ask(GetIngestProgress, {
      organization: 'report',
      upload_ids: [id, conversationId('x', 'unknown')],
    });
    expect(uploads).toMatchObject([
      {
        upload_id: id,
        state: 'ingested',
        bytes_read: Buffer.byteLength(text),
        messages: { total: 4, kept: 1, filtered: 1, rejected: 2, duplicate: 0 },
        conversations: 1,
        conversations_changed: 1,
        failure: null,
      },
    ]);
    const { rejects, next } = await running.requests.ask(GetRejects, {
      organization: 'report',
      upload_id: id,
      after: 0,
      limit: 2,
    });
    expect(rejects).toMatchObject([
      {
        position: 2,
        path: '$["a\\"b"][1]',
        kind: 'rejected',
        code: 'time_invalid',
        field: 'social_create_time',
      },
      {
        position: 3,
        path: '$["a\\"b"][2]',
        kind: 'filtered',
        code: 'auto_response',
        field: 'MESSAGE_CONTENT',
      },
    ]);
    for (const { byte_offset } of rejects) expect(text.slice(byte_offset, byte_offset + 2)).toBe('{"');
    expect(next).toBe(3);
    expect(JSON.stringify(rejects)).not.toContain('secret');
    const rest = await running.requests.ask(GetRejects, {
      organization: 'report',
      upload_id: id,
      after: next ?? 0,
      limit: 2,
    });
    expect(rest).toMatchObject({
      rejects: [{ position: 4, code: 'not_an_object', field: null }],
      next: null,
    });
  });

  it('gives a report of any size in pages', async () => {
    const id = await send('many', [chatMessage('a', 0), ...Array.from({ length: 1_200 }, (_, i) => i)]);
    const positions: number[] = [];
    for (let after: number | null = 0; after !== null;) {
      const reply: ReplyOf<typeof GetRejects> = await running.requests.ask(GetRejects, {
        organization: 'many',
        upload_id: id,
        after,
        limit: 500,
      });
      positions.push(...reply.rejects.map((reject) => reject.position));
      after = reply.next;
    }
    expect(positions).toEqual(Array.from({ length: 1_200 }, (_, i) => i + 2));
  });
});
