import { randomUUID } from 'node:crypto';
import { GetIngestProgress } from '@powerpulse/contracts';
import { until } from '@powerpulse/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chatMessage, chats } from '../../test/chat-files.js';
import { type RunningIngestion, startIngestion } from '../../test/running-ingestion.js';

let running: RunningIngestion;
beforeEach(async () => {
  running = await startIngestion();
});
afterEach(async () => {
  await running.close();
});

/** Reading stops before this chunk until it is let go. */
function gateAt(chunk: number) {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const reached = Promise.withResolvers<undefined>();
  running.gateway.beforeChunk = async (index) => {
    if (index < chunk) return undefined;
    reached.resolve(undefined);
    return promise;
  };
  return { reached: reached.promise, open: () => resolve(undefined) };
}

const progressOf = async (uploadId: string) => {
  const { uploads } = await running.requests.ask(GetIngestProgress, {
    organization: 'default',
    upload_ids: [uploadId],
  });
  return uploads[0];
};

/** Waits until reading has stored something and waits at the gate. */
const storedBeforeGate = (uploadId: string) =>
  until(async () => ((await progressOf(uploadId))?.messages.kept ?? 0) > 0);

/** Of each conversation: how many messages it has and how many it says it has. */
const conversations = () =>
  running.db.query<{ chat_id: string; stored: number; said: number }>(
    `select c.chat_id, count(*)::int as stored, c.message_count as said
     from conversations c join messages m using (organization, conversation_id)
     group by c.organization, c.conversation_id, c.chat_id, c.message_count order by length(c.chat_id), c.chat_id`,
  );

const expectWhole = async (count: number, messages: number) => {
  expect(await conversations()).toEqual(
    Array.from({ length: count }, (_, i) => ({ chat_id: `c${i}`, stored: messages, said: messages })),
  );
};

describe('cancelling', () => {
  it('stops reading, keeps what is stored, and tells of it', async () => {
    const gate = gateAt(8);
    const id = await running.gateway.send(JSON.stringify(Object.values(chats(10, 10)).flat()));
    await gate.reached;
    await storedBeforeGate(id);
    await running.gateway.cancel(id);
    const [ended] = await running.ended(id);
    gate.open();
    expect(ended?.outcome).toBe('cancelled');
    expect(ended?.messages.kept).toBeGreaterThan(0);
    expect(ended?.messages.kept).toBeLessThan(100);
    expect(await running.announced(id)).toHaveLength(ended?.conversations_changed ?? -1);
    expect(ended?.conversations_changed).toBe(ended?.conversations);
    expect(await progressOf(id)).toMatchObject({ state: 'cancelled' });
    const again = await running.gateway.send(JSON.stringify(Object.values(chats(10, 10)).flat()));
    const [second] = await running.ended(again);
    expect(second?.messages).toMatchObject({ kept: 100 - (ended?.messages.kept ?? 0) });
    await expectWhole(10, 10);
  });

  it('ends an upload that waits for its turn at once', async () => {
    const gate = gateAt(0);
    const first = await running.gateway.send(JSON.stringify(chats(1, 2)));
    await gate.reached;
    const second = await running.gateway.send(JSON.stringify(chats(2, 2)));
    await until(async () => (await progressOf(second))?.state === 'waiting');
    await running.gateway.cancel(second);
    const [ended] = await running.ended(second);
    expect(ended).toMatchObject({ outcome: 'cancelled', messages: { total: 0 }, conversations_changed: 0 });
    gate.open();
    expect(await running.ended(first)).toMatchObject([{ outcome: 'ingested' }]);
  });

  it('holds even where the cancellation arrives first', async () => {
    const uploadId = randomUUID();
    await running.gateway.cancel(uploadId);
    expect(await running.ended(uploadId)).toMatchObject([{ outcome: 'cancelled' }]);
    await running.gateway.send(JSON.stringify(chats(1, 2)), { uploadId });
    const next = await running.gateway.send(JSON.stringify(chats(1, 1)));
    await running.ended(next);
    expect(await progressOf(uploadId)).toMatchObject({ state: 'cancelled', messages: { total: 0 } });
  });
});

describe('a file that can not be read to its end', () => {
  it('fails with the reason, and what was read before is told', async () => {
    running.gateway.beforeChunk = (index) => (index === 6 ? null : undefined);
    const id = await running.gateway.send(JSON.stringify(chats(10, 10)));
    const [ended] = await running.ended(id);
    expect(ended).toMatchObject({ outcome: 'failed', failure: 'part 6 of the file is not there any more' });
    expect(ended?.messages.kept).toBeGreaterThan(0);
    expect(await running.announced(id)).toHaveLength(ended?.conversations_changed ?? -1);
    expect(await progressOf(id)).toMatchObject({ state: 'failed', failure: ended?.failure });
  });

  it('fails where the document is not complete', async () => {
    const id = await running.gateway.send('[{"MESSAGE":"x"},');
    expect(await running.ended(id)).toMatchObject([{ outcome: 'failed', messages: { rejected: 1 } }]);
  });
});

describe('order', () => {
  it('reads uploads of one organization one after the other, others meanwhile', async () => {
    const first = randomUUID();
    const gate = Promise.withResolvers<undefined>();
    running.gateway.beforeChunk = (_index, id) => (id === first ? gate.promise : undefined);
    await running.gateway.send(JSON.stringify([chatMessage('c0', 0)]), { uploadId: first });
    const second = await running.gateway.send(JSON.stringify([chatMessage('c0', 0)]));
    const other = await running.gateway.send(JSON.stringify(chats(1, 1)), { organization: 'other' });
    await running.ended(other);
    expect(await progressOf(second)).toMatchObject({ state: 'waiting' });
    gate.resolve(undefined);
    expect(await running.ended(first, second)).toMatchObject([
      { messages: { kept: 1 } },
      { messages: { duplicate: 1 } },
    ]);
  });
});

describe('interruptions', () => {
  it('a reader that lost its lease stores nothing more, another goes on', async () => {
    const gate = gateAt(8);
    const id = await running.gateway.send(JSON.stringify(chats(10, 10)));
    await gate.reached;
    await storedBeforeGate(id);
    await running.db.query('update uploads set lease = gen_random_uuid(), not_before = now()');
    gate.open();
    const [ended] = await running.ended(id);
    expect(ended?.messages).toMatchObject({ total: 100, kept: 100 });
    expect(await running.announced(id)).toHaveLength(10);
    await expectWhole(10, 10);
  });

  it('goes on after a graceful stop, in another process', async () => {
    await running.addReplica();
    const gate = gateAt(8);
    const id = await running.gateway.send(JSON.stringify(chats(10, 10)));
    await gate.reached;
    await storedBeforeGate(id);
    await running.stopFirst();
    gate.open();
    await until(async () => (await progressOf(id))?.state === 'ingested');
    expect(await progressOf(id)).toMatchObject({
      messages: { total: 100, kept: 100 },
      conversations_changed: 10,
    });
  });

  it('survives connections that are cut', async () => {
    const file = Object.values(chats(40, 25)).flat();
    const id = await running.gateway.send(JSON.stringify(file), { chunkBytes: 4_000 });
    let cuts = 0;
    await until(
      async () => {
        const [row] = await running.db.query<{ done: boolean }>(
          'select finished_at is not null as done from uploads where upload_id = $1',
          [id],
        );
        if (row?.done) return true;
        if (cuts >= 4) return false;
        await running.db.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where application_name = 'ingestion' and datname = current_database()`,
        );
        cuts++;
        return false;
      },
      { timeoutMs: 25_000, everyMs: 400 },
    );
    expect(cuts).toBeGreaterThan(0);
    const [ended] = await running.ended(id);
    expect(ended).toMatchObject({ outcome: 'ingested', messages: { total: 1_000, kept: 1_000 } });
    expect(await running.announced(id)).toHaveLength(40);
    await expectWhole(40, 25);
  });
});
