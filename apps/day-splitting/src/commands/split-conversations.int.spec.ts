import { connect } from '@nats-io/transport-node';
import { jetstream } from '@nats-io/jetstream';
import { ConversationIngested } from '@powerpulse/contracts';
import { dayId } from '@powerpulse/ids';
import { until } from '@powerpulse/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDaySplitting, startDaySplitting } from '../../test/running-service.js';

describe('ConversationIngested', () => {
  let service: RunningDaySplitting;
  let told = 0;

  beforeAll(async () => {
    service = await startDaySplitting();
  });
  afterAll(() => service.close());

  const tell = async (...changes: ReturnType<RunningDaySplitting['ingestion']['store']>[]) => {
    await service.ingestion.tell(changes);
    told += changes.length;
    await service.splits(told);
  };
  const createdIn = async (chatId: string) =>
    (await service.created()).filter((day) => day.chat_id === chatId);
  const splitsOf = async (uploadId: string) =>
    (await service.splits(told)).filter((split) => split.upload_id === uploadId);

  it('becomes days, whatever the number of pages', async () => {
    const upload = randomUUID();
    const change = service.ingestion.store('default', 'chat/1 😀', upload, [
      ...Array.from({ length: 20 }, (_, i) => [Date.UTC(2026, 0, 5, 10, i), 'customer'] as const),
      ['2026-01-06T00:10:00Z', 'agent', 'ann'],
      ['2026-01-07T10:00:00Z', 'agent', 'bob'],
    ]);
    await tell(change);
    const { conversationId } = change.stored;
    const days = await createdIn('chat/1 😀');
    expect(days.map((day) => [day.date, day.version, day.messages, day.outbound])).toEqual([
      ['2026-01-05', 1, 20, false],
      ['2026-01-06', 1, 1, true],
      ['2026-01-07', 1, 1, true],
    ]);
    expect(days[0]).toMatchObject({
      day_id: dayId('default', conversationId, '2026-01-05'),
      conversation_id: conversationId,
      time_zone: 'UTC',
      conversation_version: 1,
      upload_ids: [upload],
      first_at: '2026-01-05T10:00:00.000Z',
      last_at: '2026-01-05T10:19:00.000Z',
      token_estimate: 100,
      force: false,
      time: { first_response_time: 14 * 3600 + 600, customer_turns: 1, unanswered_turns: 0 },
    });
    expect(days[1]?.agents).toEqual([
      { username: 'ann', email: null, messages: 1, last_at: '2026-01-06T00:10:00.000Z' },
    ]);
    expect(await splitsOf(upload)).toEqual([
      {
        conversation_id: conversationId,
        upload_id: upload,
        conversation_version: 1,
        days_changed: 3,
        days_to_score: 1,
        days_unchanged: 0,
        days_retracted: 0,
      },
    ]);
  });

  it('touches only the days that changed, the one whose question is answered among them', async () => {
    const [first, second, forced] = [randomUUID(), randomUUID(), randomUUID()];
    await tell(
      service.ingestion.store('default', 'chat-2', first, [
        ['2026-02-01T10:00:00Z', 'customer'],
        ['2026-02-01T10:05:00Z', 'agent', 'ann'],
        ['2026-02-02T23:50:00Z', 'customer'],
      ]),
    );
    await tell(
      service.ingestion.store('default', 'chat-2', second, [['2026-02-03T00:10:00Z', 'agent', 'ann']]),
    );
    const appended = (await createdIn('chat-2')).filter((day) => day.upload_ids.includes(second));
    expect(appended.map((day) => [day.date, day.version]).toSorted()).toEqual([
      ['2026-02-02', 2],
      ['2026-02-03', 1],
    ]);
    expect((await splitsOf(second))[0]).toMatchObject({
      days_changed: 2,
      days_to_score: 1,
      days_unchanged: 1,
    });

    await tell(service.ingestion.store('default', 'chat-2', forced, [], true));
    const again = (await createdIn('chat-2')).filter((day) => day.upload_ids.includes(forced));
    expect(again.map((day) => [day.date, day.version, day.force]).toSorted()).toEqual([
      ['2026-02-01', 2, true],
      ['2026-02-02', 3, true],
      ['2026-02-03', 2, true],
    ]);
  });

  it('starts a conversation anew that changes between two pages', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const messages = Array.from({ length: 15 }, (_, i) => [Date.UTC(2026, 2, 1, 10, i), 'customer'] as const);
    const early = service.ingestion.store('default', 'chat-3', first, messages);
    let late: typeof early | undefined;
    service.ingestion.beforeAnswer = ({ conversations: [asked] }) => {
      if (asked?.conversation_id !== early.stored.conversationId || asked.offset === 0) return;
      late ??= service.ingestion.store('default', 'chat-3', second, [['2026-02-28T10:00:00Z', 'agent']]);
    };
    await tell(early);
    await tell(late!);
    const days = await createdIn('chat-3');
    expect(days.map((day) => [day.date, day.version, day.messages, day.upload_ids])).toEqual([
      ['2026-02-28', 1, 1, [first, second]],
      ['2026-03-01', 1, 15, [first, second]],
    ]);
    expect((await splitsOf(first))[0]).toMatchObject({ days_changed: 2, days_to_score: 1 });
    expect((await splitsOf(second))[0]).toMatchObject({ days_changed: 2, days_to_score: 1 });
    expect(await service.db.query('select * from unannounced_days')).toEqual([]);
  });

  it('keeps organizations apart that use the same chat id', async () => {
    const written = [['2026-04-01T10:00:00Z', 'customer']] as const;
    const upload = randomUUID();
    await tell(
      service.ingestion.store('a.b', 'shared', upload, written),
      service.ingestion.store('a>', 'shared', upload, written),
    );
    const days = await createdIn('shared');
    expect(new Set(days.map((day) => day.day_id)).size).toBe(2);
    expect(await splitsOf(upload)).toHaveLength(2);
  });

  it('has one effect, however often it is delivered', async () => {
    const change = service.ingestion.store('default', 'chat-5', randomUUID(), [
      ['2026-05-01T10:00:00Z', 'customer'],
    ]);
    await tell(change);
    const [row] = await service.db.query<{ envelope: string; subject: string }>(
      `select subject, json_build_object('id', event_id, 'name', name, 'version', version, 'organization', organization,
         'occurred_at', to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'correlation_id', correlation_id, 'data', data)::text as envelope
       from ingestion.outbox where name = $1 and data->>'chat_id' = 'chat-5'`,
      [ConversationIngested.name],
    );
    const nats = await connect({ servers: service.natsUrl });
    const js = jetstream(nats);
    for (let i = 0; i < 30; i++) await js.publish(row!.subject, row!.envelope);
    // Whatever comes after the copies is handled after them.
    await tell(
      service.ingestion.store('default', 'chat-6', randomUUID(), [['2026-05-01T10:00:00Z', 'customer']]),
    );
    await until(async () => {
      const consumer = await js.consumers.get('EVENTS', 'day-splitting--conversation-ingested');
      const { num_pending: waiting, num_ack_pending: unsettled } = await consumer.info();
      return waiting === 0 && unsettled === 0;
    });
    await nats.close();
    expect(await service.splits(told)).toHaveLength(told);
    expect(await createdIn('chat-5')).toHaveLength(1);
  });
});
