import { until } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatMessage, chatOf, chats } from '../../test/chat-files.js';
import { compileIngestion, type IngestionProcess } from '../../test/ingestion-process.js';
import { type RunningIngestion, startIngestion } from '../../test/running-ingestion.js';

let running: RunningIngestion;
let product: ReturnType<typeof compileIngestion>;
beforeAll(async () => {
  running = await startIngestion();
  // Only what can be killed shall work.
  await running.stopFirst();
  product = compileIngestion();
});
afterAll(async () => {
  await product.close();
  await running.close();
});

const start = () =>
  product.start({
    DATABASE_URL: running.databaseUrl,
    NATS_URL: running.natsUrl,
    BATCH_MESSAGES: '40',
    LEASE_SECONDS: '2',
    EVENTS_MAX_BYTES: '100000000',
  });

const map: Record<string, ChatMessage[]> = { ...chats(150, 30), large: chatOf('large', 900) };
const flat = Object.values(chats(200, 20))
  .flat()
  .toSorted((a, b) => a.SOCIAL_CREATE_TIME.localeCompare(b.SOCIAL_CREATE_TIME));

const FILES = [
  { organization: 'map', content: map, force: false, chats: 151, messages: 5_400 },
  { organization: 'list', content: flat, force: false, chats: 200, messages: 4_000 },
  { organization: 'force', content: flat, force: true, chats: 200, messages: 4_000 },
];
const ALL = FILES.reduce((sum, file) => sum + file.messages, 0);

interface Total {
  read: number;
  held: number;
  unfinished: number;
}

const total = async (): Promise<Total> => {
  const [row] = await running.db.query<Total>(
    `select coalesce(sum(kept + duplicate + rejected + filtered), 0)::int as read, count(lease)::int as held,
       (count(*) filter (where finished_at is null))::int as unfinished from uploads`,
  );
  return row as Total;
};

/** Kills one of two processes after each seventh of the work, and starts another. */
async function killUntilDone(processes: IngestionProcess[], files: number) {
  let kills = 0;
  let killedAtWork = 0;
  await until(
    async () => {
      const { read, held, unfinished } = await total();
      if (read === ALL && unfinished === 0) return true;
      if (read > ((kills + 1) * ALL) / 7) {
        killedAtWork += held > 0 ? 1 : 0;
        const victim = kills++ % processes.length;
        await processes[victim]?.kill();
        // The other one does not run ahead meanwhile.
        const pause = Promise.withResolvers<undefined>();
        running.gateway.beforeChunk = () => pause.promise;
        processes[victim] = await start();
        running.gateway.beforeChunk = () => undefined;
        pause.resolve(undefined);
      }
      return false;
    },
    { timeoutMs: 100_000, everyMs: 5 },
  );
  expect((await running.db.query('select 1 from uploads')).length).toBe(files);
  return { kills, killedAtWork };
}

describe('processes that are killed', () => {
  it('leave every message, conversation and event exactly once', async () => {
    const processes = await Promise.all([start(), start()]);
    const ids: string[] = [];
    for (const { organization, content, force } of FILES) {
      ids.push(
        await running.gateway.send(JSON.stringify(content), { organization, force, chunkBytes: 3_000 }),
      );
    }
    const { kills, killedAtWork } = await killUntilDone(processes, FILES.length);
    expect(kills).toBeGreaterThan(3);
    expect(killedAtWork).toBeGreaterThan(0);

    const ended = await running.ended(...ids);
    expect(ended).toHaveLength(FILES.length);
    for (const [i, file] of FILES.entries()) {
      expect(ended[i]).toMatchObject({
        outcome: 'ingested',
        messages: { total: file.messages, kept: file.messages, filtered: 0, rejected: 0, duplicate: 0 },
        conversations: file.chats,
        conversations_changed: file.chats,
        conversations_skipped: 0,
      });
      const announced = await running.announced(ids[i]);
      expect(new Set(announced.map((event) => event.conversation_id)).size).toBe(file.chats);
      expect(announced).toHaveLength(file.chats);
      expect(announced.every((event) => event.force === file.force)).toBe(true);
    }
    const rows = await running.db.query(
      `select organization, chat_id, message_count, version from conversations c
       where message_count <> (select count(*) from messages m where (m.organization, m.conversation_id)
         = (c.organization, c.conversation_id) and m.conversation_version <= c.version)`,
    );
    expect(rows).toEqual([]);
    const texts = await running.db.query<{ text: string }>(
      `select text from messages join conversations using (organization, conversation_id)
       where organization = 'map' and chat_id = 'large' order by at, upload_no, position`,
    );
    expect(texts.map((row) => row.text)).toEqual(map.large?.map((message) => message.MESSAGE_CONTENT));
  }, 120_000);
});
