import { type BadInput, badInputs, bytesOf } from '@powerpulse/testing';
import { describe, expect, it } from 'vitest';
import { countsOf, type Problem } from '../api.js';
import { caseFile, changedMessage, type Row } from '../case-file.js';
import { daysOf, messagesOf } from '../read-rows.js';
import type { RunningStack } from '../running-stack.js';

const GROUPS = ['json-syntax', 'encoding-unicode', 'structure', 'timestamps', 'numbers-size'];
const DAY = 86_400_000;

/** Bodies that a program below builds, because their words are not our shape. */
const BUILT_BELOW = new Set([
  ...[
    'STR-001',
    'STR-002',
    'STR-003',
    'STR-014',
    'STR-015',
    'STR-016',
    'STR-017',
    'STR-018',
    'STR-019',
    'STR-020',
  ],
  ...['STR-022', 'TIM-055', 'TIM-056', 'TIM-058', 'TIM-059', 'NUM-006', 'NUM-008'],
]);

/** Files that are refused or odd as a whole. */
export function badBodySuite(running: RunningStack): void {
  const { api } = running;
  const bodies = badInputs(...GROUPS).filter(
    (one) => one.via === 'upload.body' && !BUILT_BELOW.has(one.id) && changedMessage(one) === null,
  );
  const uploads = async () => (await api.get<{ total: number }>('/api/progress?page_size=1')).total;

  const expectRefused = async (bytes: Buffer | string, statuses: readonly number[] = [422]) => {
    const before = await uploads();
    const { status, body } = await api.post<Problem>(bytes);
    expect([...statuses, 422]).toContain(status);
    expect(body).toMatchObject({
      status,
      type: expect.stringMatching(/^urn:powerpulse:problem:/) as unknown,
    });
    expect(body.detail).not.toMatch(/ at .*[.](js|ts):|Error:/);
    if (status === 422) expect(body.byte_offset).toBeTypeOf('number');
    expect(await uploads()).toBe(before);
  };

  describe('a bad body', () => {
    it.each(bodies.filter((one) => one.expect.outcome === 'reject'))('$id: $expect.detail', (one: BadInput) =>
      expectRefused(bytesOf(one.input), one.expect.status),
    );

    it.each(bodies.filter((one) => one.expect.outcome !== 'reject'))('$id: $expect.detail', async (one) => {
      const progress = await api.upload(bytesOf(one.input));
      expect(progress).toMatchObject({ status: 'completed', total_conversations: 0 });
    });

    it.each([
      ['an empty file', ''],
      ['a file cut off in the middle of a message', JSON.stringify(caseFile('cut')).slice(0, 150)],
      ['a file cut off between two messages', JSON.stringify(caseFile('cut')).slice(0, -2)],
      ['STR-002: messages null', '{"chat-1":null}'],
      ['STR-017: no element is a message', '{"conversations":[1,"a",null,[],{}]}'],
      ['NUM-008: zero conversations', '{}'],
      ['a shape nobody knows', '{"chats":{"list":[]}}'],
    ])('%s is refused', (_name, body) => expectRefused(body));
  });

  describe.concurrent('a file in which something is odd', () => {
    const put = async (id: string, second: Row) => {
      const chatId = `bad bodies/${id}`;
      const progress = await api.upload(caseFile(chatId, second));
      return { chatId, progress, rejects: await api.rejects(progress.upload_id) };
    };

    it('STR-001: a conversation without messages has no effect', async () => {
      const progress = await api.upload({ 'bad bodies/STR-001': [] });
      expect(progress).toMatchObject({ status: 'completed', total_days: 0 });
      expect(countsOf(progress)).toEqual([0, 0, 0, 0]);
      const { status } = await api.request('/api/conversations/bad%20bodies%2FSTR-001');
      expect(status).toBe(404);
    });

    it('STR-003: a message of a flat array without chat id is refused', async () => {
      const rows = caseFile('bad bodies/STR-003')['bad bodies/STR-003']!;
      const progress = await api.upload(
        rows.map((row, i) => (i === 1 ? { ...row, FB_CHAT_ID: undefined } : row)),
      );
      expect(countsOf(progress)).toEqual([2, 0, 1, 0]);
      expect(await api.rejects(progress.upload_id)).toMatchObject([{ position: 2, code: 'chat_id_missing' }]);
    });

    it.each([
      ['STR-014', { unknown_field: 1 }],
      ['STR-015', { csi_score: 5, csi: 5, sentiment_score: 10 }],
      ['STR-016', { created_by: 'admin', organization: 'other', version: 99 }],
      [
        'STR-020',
        { metadata: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`key ${String(i)}`, i])) },
      ],
    ])('%s: keys nobody knows are ignored, exports have columns of all kinds', async (id, extra) => {
      const { chatId, progress, rejects } = await put(id, extra);
      expect(countsOf(progress)).toEqual([3, 0, 0, 0]);
      expect(rejects).toEqual([]);
      await put(`${id} plain`, {});
      const [odd, plain] = [await daysOf(api, chatId), await daysOf(api, `bad bodies/${id} plain`)];
      expect(odd.map((day) => [day.version, day.csi_score])).toEqual(
        plain.map((day) => [day.version, day.csi_score]),
      );
    });

    it('STR-018: a string among messages is refused, with its place', async () => {
      const chatId = 'bad bodies/STR-018';
      const [first, , third] = caseFile(chatId)[chatId]!;
      const progress = await api.upload({ [chatId]: [first, 'just a string', third] });
      expect(countsOf(progress)).toEqual([2, 0, 1, 0]);
      expect(await api.rejects(progress.upload_id)).toMatchObject([{ position: 2, code: 'not_an_object' }]);
    });

    it('STR-019: one bad message among 99 good ones: 99 are kept and one is reported', async () => {
      const chatId = 'bad bodies/STR-019';
      const [good] = caseFile(chatId)[chatId]!;
      const rows = Array.from({ length: 100 }, (_, i) => ({
        ...good,
        MESSAGE_CONTENT: i === 41 ? null : `text ${String(i)}`,
      }));
      const progress = await api.upload({ [chatId]: rows });
      expect(countsOf(progress)).toEqual([99, 0, 1, 0]);
      expect(await api.rejects(progress.upload_id)).toMatchObject([{ position: 42, code: 'text_missing' }]);
      expect(await messagesOf(api, chatId)).toHaveLength(99);
    });

    it('STR-022: U+0000 in a name costs no message', async () => {
      const { chatId, progress } = await put('STR-022', {
        DIRECTION: 'to_client',
        AGENT_USERNAME: 'a\0b',
        AGENT_EMAIL: 'a@b\0.c',
      });
      expect(countsOf(progress)).toEqual([3, 0, 0, 0]);
      expect(await daysOf(api, chatId)).toMatchObject([
        { agents: [{ username: 'a\uFFFDb', email: 'a@b\uFFFD.c' }] },
      ]);
    });

    it('an automatic reply is filtered and counted, not reported as an error', async () => {
      const { progress, rejects } = await put('filtered', {
        MESSAGE_CONTENT: 'Dial *977# to see your balance.',
      });
      expect(countsOf(progress)).toEqual([2, 1, 0, 0]);
      expect(progress.status).toBe('completed');
      expect(rejects).toMatchObject([{ position: 2, kind: 'filtered', code: 'auto_response' }]);
    });

    it('a key twice in a message: one value counts, the message stays one', async () => {
      const text = JSON.stringify(caseFile('bad bodies/key twice')).replace(
        '"MESSAGE_CONTENT":"It was',
        '"MESSAGE_CONTENT":"first","MESSAGE_CONTENT":"It was',
      );
      expect(countsOf(await api.upload(text))).toEqual([3, 0, 0, 0]);
      const texts = (await messagesOf(api, 'bad bodies/key twice')).map((one) => one.text);
      expect(texts).toContain('It was due on Monday.');
      expect(texts).not.toContain('first');
    });

    it('a chat id twice: the messages of both lists are kept', async () => {
      const chatId = 'bad bodies/chat twice';
      const [first, second, third] = caseFile(chatId)[chatId]!.map((row) => JSON.stringify(row));
      const key = JSON.stringify(chatId);
      const progress = await api.upload(`{${key}:[${first!},${second!}],${key}:[${second!},${third!}]}`);
      expect(countsOf(progress)).toEqual([3, 0, 0, 1]);
      expect(await messagesOf(api, chatId)).toHaveLength(3);
    });
  });

  describe.concurrent('many and odd messages', () => {
    const at = (chatId: string, instants: readonly number[]) => ({
      [chatId]: instants.map((instant, i) => ({
        FB_CHAT_ID: chatId,
        MESSAGE_CONTENT: `message ${String(i)}`,
        DIRECTION: i % 2 === 0 ? 'to_company' : 'to_client',
        SOCIAL_CREATE_TIME: new Date(instant).toISOString(),
      })),
    });
    const start = Date.UTC(2018, 0, 5, 10);
    const texts = async (chatId: string) => (await messagesOf(api, chatId)).map((one) => one.text);

    it('TIM-055: messages out of order are put in order', async () => {
      await api.upload(at('TIM-055', [start + 5000, start + 1000]));
      expect(await texts('TIM-055')).toEqual(['message 1', 'message 0']);
    });

    it('TIM-056: messages of one instant stay in the order of the file', async () => {
      await api.upload(at('TIM-056', [start, start, start]));
      expect(await texts('TIM-056')).toEqual(['message 0', 'message 1', 'message 2']);
    });

    it('TIM-058: a gap of two months: two days, none in between', async () => {
      await api.upload(at('TIM-058', [start, start + 59 * DAY]));
      expect((await daysOf(api, 'TIM-058')).map((day) => day.analysis_date)).toEqual([
        '2018-01-05',
        '2018-03-05',
      ]);
    });

    it('TIM-059: a conversation over 400 days has 400 conversation-days', async () => {
      const progress = await api.upload(
        at(
          'TIM-059',
          Array.from({ length: 400 }, (_, i) => start + i * DAY),
        ),
      );
      expect(progress).toMatchObject({ total_days: 400, processed_days: 400 });
      expect(new Set((await daysOf(api, 'TIM-059')).map((day) => day.analysis_date)).size).toBe(400);
    });

    it('NUM-006: 10,000 messages in one conversation', async () => {
      const progress = await api.upload(
        at(
          'NUM-006',
          Array.from({ length: 10_000 }, (_, i) => start + i * 1000),
        ),
      );
      expect(countsOf(progress)).toEqual([10_000, 0, 0, 0]);
      expect(await daysOf(api, 'NUM-006')).toMatchObject([{ messages: 10_000, customer_messages: 5_000 }]);
    });
  });
}
