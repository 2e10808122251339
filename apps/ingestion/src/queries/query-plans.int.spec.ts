import {
  GetConversationInstants,
  GetConversationNames,
  GetIngestProgress,
  GetMessages,
  GetRejects,
  type ReplyOf,
  type RequestDefinition,
  SearchConversations,
} from '@powerpulse/contracts';
import { conversationId } from '@powerpulse/ids';
import { scannedTables } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chats } from '../../test/chat-files.js';
import { type RunningIngestion, startIngestion } from '../../test/running-ingestion.js';

describe('the plans of reads', () => {
  let running: RunningIngestion;
  let upload_id: string;
  beforeAll(async () => {
    running = await startIngestion();
    upload_id = await running.sendFile({ ...chats(20, 6), bad: [1, 2] }, { organization: 'plans' });
    await running.db.query('analyze');
  });
  afterAll(() => running.close());

  it('find everything by an index', async () => {
    const organization = 'plans';
    const conversation_id = conversationId(organization, 'c1');
    const ask = <I, O>(request: RequestDefinition<I, O>, body: I) => running.requests.ask(request, body);
    const span = { first_at: null, last_at: null };
    const works: (() => Promise<ReplyOf<RequestDefinition>>)[] = [
      () => ask(GetMessages, { organization, conversation_id, offset: 0, limit: 10, ...span }),
      () => ask(GetConversationNames, { organization, conversation_ids: [conversation_id] }),
      () => ask(GetConversationInstants, { organization, conversations: [{ conversation_id, offset: 0 }] }),
      () => ask(GetIngestProgress, { organization, upload_ids: [upload_id] }),
      () => ask(GetRejects, { organization, upload_id, after: 0, limit: 10 }),
      () => ask(SearchConversations, { organization, text: 'message', names: true, limit: 10 }),
      () => ask(SearchConversations, { organization, text: 'c1', names: true, limit: 10 }),
    ];
    for (const [i, work] of works.entries()) {
      const tables = await scannedTables(running.databaseUrl, 'ingestion', work);
      // Background loops look for work at the same time: of uploads and of what waits to be published there are few.
      expect(
        tables.filter((table) => !['uploads', 'outbox_unpublished'].includes(table)),
        String(i),
      ).toEqual([]);
    }
  });
});
