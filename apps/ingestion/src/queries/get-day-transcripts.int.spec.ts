import { GetDayTranscripts } from '@powerpulse/contracts';
import { conversationId } from '@powerpulse/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatMessage, chatOf } from '../../test/chat-files.js';
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

const jsonBytes = (reply: unknown) => Buffer.byteLength(JSON.stringify(reply));
const iso = (at: number) => new Date(at).toISOString();

const transcripts = (
  organization: string,
  days: {
    chat: string;
    version: number;
    from: string;
    to: string;
    offset?: number;
    earlier?: (string | null)[];
  }[],
) =>
  running.requests.ask(GetDayTranscripts, {
    organization,
    days: days.map(({ chat, version, from, to, offset = 0, earlier = [] }) => ({
      day_id: conversationId(organization, `${chat} ${from}`),
      conversation_id: conversationId(organization, chat),
      conversation_version: version,
      first_at: from,
      last_at: to,
      offset,
      earlier_days: earlier.map((id) => ({
        date: '2026-01-05',
        messages: 1,
        customer_messages: 1,
        first_customer_message_id: id,
      })),
    })),
  });

describe('GetDayTranscripts', () => {
  const span = { from: '2026-01-05T10:00:00.000Z', to: '2026-01-05T10:09:00.000Z' };

  it('gives a day as the conversation stood at a version', async () => {
    await send('versions', { a: chatOf('a', 3) });
    await send('versions', { a: [chatMessage('a', 1, { MESSAGE_CONTENT: 'late' }), chatMessage('a', 99)] });
    const texts = async (version: number) => {
      const { days } = await transcripts('versions', [{ chat: 'a', version, ...span }]);
      return days[0]?.messages.map((message) => message.text);
    };
    expect(await texts(1)).toEqual(['message 0 of a', 'message 1 of a', 'message 2 of a']);
    expect(await texts(2)).toEqual(['message 0 of a', 'message 1 of a', 'late', 'message 2 of a']);
  });

  it('includes both ends, and the first words of earlier days', async () => {
    await send('earlier', {
      a: [...chatOf('a', 12), chatMessage('a', 13, { MESSAGE_CONTENT: '😀'.repeat(2_000) })],
    });
    const ids = await running.db.query<{ id: string }>(
      `select message_id as id from messages where organization = 'earlier' order by at`,
    );
    const { days } = await transcripts('earlier', [
      {
        chat: 'a',
        version: 1,
        ...span,
        earlier: [ids[0]?.id ?? null, null, conversationId('x', 'nobody'), ids[12]?.id ?? null],
      },
    ]);
    expect(days[0]).toMatchObject({ total: 10, offset: 0 });
    expect(days[0]?.messages[0]).toMatchObject({ direction: 'to_company', text: 'message 0 of a' });
    expect(days[0]?.messages.map((message) => iso(message.at)).at(-1)).toBe(span.to);
    expect(days[0]?.earlier_first_messages).toEqual(['message 0 of a', null, null, '😀'.repeat(500)]);
  });

  it('answers as many days as fit, then pages of a large one', async () => {
    const long = (chat: string, count: number) =>
      Array.from({ length: count }, (_, i) =>
        chatMessage(chat, i, { MESSAGE_CONTENT: `${i} ${'"\n'.repeat(20_000)}` }),
      );
    await send('large', { a: chatOf('a', 3), b: long('b', 15), c: chatOf('c', 3) });
    const wide = { version: 99, from: '2026-01-05T00:00:00Z', to: '2026-01-06T00:00:00Z' };
    const first = await transcripts('large', [
      { chat: 'a', ...wide },
      { chat: 'b', ...wide },
      { chat: 'c', ...wide },
    ]);
    expect(first.days.map((day) => day.messages.length)).toEqual([3]);
    const read: string[] = [];
    while (read.length < 15) {
      const { days } = await transcripts('large', [
        { chat: 'b', ...wide, offset: read.length },
        { chat: 'c', ...wide },
      ]);
      expect(jsonBytes(days)).toBeLessThan(512 * 1024);
      expect(days[0]).toMatchObject({ total: 15, offset: read.length });
      read.push(...(days[0]?.messages.map((message) => message.text.split(' ')[0] ?? '') ?? []));
    }
    expect(read).toEqual(Array.from({ length: 15 }, (_, i) => String(i)));
  });

  it('gives an empty day where nothing is', async () => {
    const { days } = await transcripts('large', [{ chat: 'nobody', version: 1, ...span }]);
    expect(days).toMatchObject([{ messages: [], total: 0 }]);
  });
});
