import { ConversationDayCreated, ConversationIngested } from '@powerpulse/contracts';
import { badInputs, type EventStream, eventStream, until } from '@powerpulse/testing';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyFile } from '../../../apps/launcher/src/broker-access.js';
import { countsOf } from '../api.js';
import { caseFile } from '../case-file.js';
import { expectClose } from '../close-to.js';
import { message } from '../made-chats.js';
import { daysOf, messagesOf, rowsOf } from '../read-rows.js';
import type { RunningStack } from '../running-stack.js';

/** Not played here; test/system/README.md says where they are. */
const ELSEWHERE = ['DUP-005', 'DUP-009', 'DUP-014', 'DUP-015', 'DUP-017', 'DUP-018'];

/** Group duplicates-order of bad-inputs.json. */
export function duplicateSuite(running: RunningStack): void {
  const { api } = running;
  const cases = badInputs('duplicates-order');
  const played: string[] = [];
  /** What is expected is said by the case. */
  const play = (id: string, test: () => Promise<void>) => {
    played.push(id);
    const known = cases.find((one) => one.id === id);
    it(`${id}: ${known?.expect.detail ?? 'is no case any more'}`, test);
  };

  it('duplicates-order is played as a whole, here or elsewhere', () => {
    expect([...played, ...ELSEWHERE].sort()).toEqual(cases.map(({ id }) => id).sort());
  });

  describe('the same upload again', () => {
    play('DUP-001', async () => {
      const file = caseFile('DUP-001');
      const key = randomUUID();
      const [first, again] = [await api.post(file, { key }), await api.post(file, { key })];
      expect(again).toMatchObject({ status: 202, body: { upload_id: first.body.upload_id } });
      expect(countsOf(await api.settled(first.body.upload_id))).toEqual([3, 0, 0, 0]);
      expect((await api.post(file, { key })).body.upload_id).toBe(first.body.upload_id);
      expect((await api.post(caseFile('DUP-001 other'), { key })).status).toBe(422);
    });

    play('DUP-003', async () => {
      const key = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => api.post(caseFile('DUP-003'), { key })),
      );
      const accepted = answers.filter(({ status }) => status === 202);
      expect(new Set(accepted.map(({ body }) => body.upload_id)).size).toBe(1);
      for (const { status } of answers) expect([202, 409, 429, 503]).toContain(status);
      await api.settled(accepted[0]!.body.upload_id);
      expect(await messagesOf(api, 'DUP-003')).toHaveLength(3);
    });

    it('NUM-009: a hundred uploads, fifty at a time, are all reflected', async () => {
      const waiting = Array.from({ length: 100 }, (_, i) => `NUM-009/${String(i)}`);
      const ids: string[] = [];
      const client = async () => {
        for (let chatId = waiting.shift(); chatId !== undefined;) {
          const { status, body } = await api.post(caseFile(chatId));
          expect([202, 429, 503]).toContain(status);
          if (status !== 202) continue;
          ids.push(body.upload_id);
          chatId = waiting.shift();
        }
      };
      await Promise.all(Array.from({ length: 50 }, client));
      for (const id of ids) expect(countsOf(await api.settled(id))).toEqual([3, 0, 0, 0]);
      expect((await rowsOf(api, 'NUM-009/')).size).toBe(100);
    });
  });

  describe('the same message again', () => {
    // Identity is content: other words at the same instant are another message.
    play('DUP-007', async () => {
      await api.upload(caseFile('DUP-007'));
      const progress = await api.upload(caseFile('DUP-007', { MESSAGE_CONTENT: 'It was due on Tuesday.' }));
      expect(countsOf(progress)).toEqual([1, 0, 0, 2]);
    });

    play('DUP-008', async () => {
      const messages = caseFile('DUP-008')['DUP-008']!;
      expect(countsOf(await api.upload({ 'DUP-008': [...messages, messages[1]] }))).toEqual([3, 0, 0, 1]);
    });

    play('DUP-011', async () => {
      const at = Date.parse('2017-05-01T10:00:00Z');
      const first = message('DUP-011', at, 'to_company', 'I am very unhappy, this is terrible.');
      await api.upload([first]);
      const before = await api.get<{ scored_days: number }>(
        '/api/metrics?start_date=2017-05-01&end_date=2017-05-01',
      );
      await api.upload([first, message('DUP-011', at + 60_000, 'to_client', 'It is solved now.')]);
      const [day] = await daysOf(api, 'DUP-011');
      expect(day).toMatchObject({ version: 2, messages: 2, unanswered_turns: 0 });
      const after = await api.get<{ csi: number }>('/api/metrics?start_date=2017-05-01&end_date=2017-05-01');
      expectClose(after, { scored_days: before.scored_days, csi: day?.csi_score }, 'the date');
    });
  });

  describe('the same event again', () => {
    let stream: EventStream;
    beforeAll(async () => {
      const { urls, dataFolder } = running.stack;
      stream = await eventStream(urls.nats ?? '', readFileSync(keyFile(dataFolder, 'operator')));
    });
    afterAll(() => stream.close());

    /** Everything that any service says about a chat has been taken in by all. */
    const settled = () => until(() => stream.drained(), { timeoutMs: 60_000 });
    const ofChat = async (chatId: string) => {
      const created = await stream.events(ConversationDayCreated);
      return created.filter(({ data }) => data.chat_id === chatId);
    };

    play('DUP-012', async () => {
      await api.upload(caseFile('DUP-012'));
      const before = await rowsOf(api, 'DUP-012');
      const [day] = await ofChat('DUP-012');
      for (let i = 0; i < 100; i++) await stream.publish(ConversationDayCreated, day!);
      await settled();
      expect(await rowsOf(api, 'DUP-012')).toEqual(before);
    });

    // Without a message id, a copy is stored as one beyond the window is.
    play('DUP-016', async () => {
      await api.upload(caseFile('DUP-016'));
      const before = await rowsOf(api, 'DUP-016');
      const all = await stream.events(ConversationIngested);
      const ingested = all.filter(({ data }) => data.chat_id === 'DUP-016');
      for (let i = 0; i < 20; i++) await stream.publish(ConversationIngested, ...ingested);
      await settled();
      expect(await rowsOf(api, 'DUP-016')).toEqual(before);
    });

    play('DUP-013', async () => {
      const file = caseFile('DUP-013');
      await api.upload({ 'DUP-013': file['DUP-013']!.slice(0, 2) });
      await api.upload(file);
      const before = await rowsOf(api, 'DUP-013');
      const old = (await ofChat('DUP-013')).find(({ data }) => data.version === 1)!;
      await stream.publish(ConversationDayCreated, { ...old, id: randomUUID() });
      await settled();
      expect(await rowsOf(api, 'DUP-013')).toEqual(before);
      expect(await running.deadLetters()).toEqual([]);
    });
  });
}
