import { type BadInput, badInputs, fieldValueOf } from '@powerpulse/testing';
import { describe, expect, it } from 'vitest';
import { type Api, countsOf, namedConversation, patiently } from '../api.js';
import { caseFile, changedMessage, FIELD_OF, stored } from '../case-file.js';
import { daysOf, messagesOf } from '../read-rows.js';
import type { RunningStack } from '../running-stack.js';

const GROUPS = ['encoding-unicode', 'structure', 'timestamps', 'numbers-size'];

/** `accept-normalized` leaves the choice: these are refused, all others kept in their normal form. */
const REFUSED = new Set([
  'TIM-014', // a leap second has no instant
]);

const isRefused = ({ id, expect: { outcome } }: BadInput): boolean => outcome === 'reject' || REFUSED.has(id);

/** One message of a good file is odd or broken; its neighbours are processed whatever becomes of it. */
export function badFieldSuite(running: RunningStack): void {
  const { api } = running;
  const cases = badInputs(...GROUPS);

  const expectSecond = async (badInput: BadInput, key: string, value: unknown) => {
    const chatId = `bad fields/${badInput.id}`;
    const progress = await api.upload(caseFile(chatId, { [key]: value }));
    const transcript = await messagesOf(api, chatId);
    const rejects = await api.rejects(progress.upload_id);
    if (isRefused(badInput)) {
      expect(countsOf(progress)).toEqual([2, 0, 1, 0]);
      expect(progress.status).toBe('completed_with_errors');
      expect(rejects).toMatchObject([{ position: 2, kind: 'rejected', field: key }]);
      expect(rejects[0]?.path).toBe(`$[${JSON.stringify(chatId)}][1]`);
      expect(rejects[0]?.message && rejects[0].hint).toBeTruthy();
      expect(transcript.map((one) => one.text)).not.toContain('It was due on Monday.');
    } else {
      expect(countsOf(progress)).toEqual([3, 0, 0, 0]);
      expect(rejects).toEqual([]);
      const text = key === 'MESSAGE_CONTENT' ? stored(value as string) : 'It was due on Monday.';
      expect(transcript.map((one) => one.text)).toContain(text);
    }
  };

  describe.concurrent('a bad field', () => {
    it.each(cases.filter(({ via }) => via === 'upload.field.message_text'))('$id: $expect.detail', (one) =>
      expectSecond(one, 'MESSAGE_CONTENT', fieldValueOf(one.input, Date.now())),
    );

    it.each(cases.filter(({ via }) => via === 'upload.field.sent_at'))('$id: $expect.detail', (one) =>
      expectSecond(one, FIELD_OF[one.via] ?? '', fieldValueOf(one.input, Date.now())),
    );

    const changed = cases.filter((one) => one.group === 'structure' && changedMessage(one) !== null);
    it.each(changed)('$id: $expect.detail', async (one) => {
      const [[key, value] = ['', undefined]] = Object.entries(changedMessage(one) ?? {});
      await expectSecond(one, key, value);
    });
  });

  describe.concurrent('an odd chat id', () => {
    it.each(cases.filter(({ via }) => via === 'upload.field.conversation_id'))(
      '$id: $expect.detail',
      async ({ input }) => {
        const chatId = fieldValueOf(input, Date.now()) as string;
        const progress = await api.upload(caseFile(chatId));
        const rejects = await api.rejects(progress.upload_id);
        if (chatId.trim() === '' || chatId.length > 500) {
          expect(countsOf(progress)).toEqual([0, 0, 3, 0]);
          expect(rejects.map(({ position, kind }) => [position, kind])).toEqual(
            [1, 2, 3].map((position) => [position, 'rejected']),
          );
          expect(rejects.map(({ code }) => code)).toEqual(
            Array(3).fill(chatId.length > 500 ? 'chat_id_invalid' : 'chat_id_missing'),
          );
        } else {
          expect(countsOf(progress)).toEqual([3, 0, 0, 0]);
          await expectReadable(api, stored(chatId));
        }
      },
    );

    it.each([
      'a/b',
      'a%2Fb',
      '.',
      '..',
      '日本 語 😀',
      'x'.repeat(300),
      '?page=2#',
      '-',
      "'; drop table days; --",
    ])('%s can be asked for', async (chatId) => {
      expect(countsOf(await api.upload(caseFile(chatId)))).toEqual([3, 0, 0, 0]);
      await expectReadable(api, chatId);
    });
  });
}

async function expectReadable(api: Api, chatId: string): Promise<void> {
  const params = namedConversation(chatId);
  expect(await patiently(() => api.client.GET('/api/conversations/{chat_id}', { params }))).toMatchObject({
    chat_id: chatId,
    message_count: 3,
    days: 1,
  });
  expect(await daysOf(api, chatId)).toMatchObject([{ analysis_date: '2020-02-03' }]);
  expect(await messagesOf(api, chatId)).toHaveLength(3);
}
