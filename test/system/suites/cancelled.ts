import { until } from '@powerpulse/testing';
import { describe, expect, it } from 'vitest';
import { expectRows, oracleOf } from '../against-oracle.js';
import { countsOf, type Progress } from '../api.js';
import { countOf, type GroupedFile, message } from '../made-chats.js';
import { rowsOf } from '../read-rows.js';
import type { RunningStack } from '../running-stack.js';

/** An upload that somebody stops. */
export function cancelSuite({ api }: RunningStack): void {
  describe('a cancelled upload', () => {
    const file = longChats(150, 150);
    const named = async () =>
      new Map([...(await rowsOf(api, 'cancelled/'))].map(([chat, row]) => [`cancelled/${chat}`, row]));

    it('leaves what was done, whole and right', async () => {
      const { body } = await api.post(file);
      await until(async () => (await api.progress(body.upload_id)).statistics.messages_kept > 0, {
        everyMs: 5,
      });
      const answer = await api.request<Progress>(`/api/progress/${body.upload_id}`, { method: 'DELETE' });
      expect(answer.status).toBe(200);
      // `cancelled` at once; what was taken in until then goes on to the metrics.
      const ended = await until(
        async () => {
          const progress = await api.progress(body.upload_id);
          expect(progress.status).toBe('cancelled');
          return progress.current_stage === 'done' ? progress : null;
        },
        { timeoutMs: 60_000 },
      );
      const rows = await named();
      const done = Object.fromEntries(
        Object.entries(file).flatMap(([chat, messages]): [string, GroupedFile[string]][] => {
          const there = new Set(rows.get(chat)?.messages.map((row) => `${row.sent_at} ${row.text}`));
          const own = messages.filter((one) => there.has(`${one.SOCIAL_CREATE_TIME} ${one.MESSAGE_CONTENT}`));
          return own.length === 0 ? [] : [[chat, own]];
        }),
      );
      expect(countOf(done)).toBe(countsOf(ended)[0]);
      expectRows(done, rows, oracleOf(done, rows, 'UTC'));
    });

    it('and uploaded again it is complete', async () => {
      const before = await named();
      const keptBefore = [...before.values()].reduce((sum, row) => sum + row.conversation.message_count, 0);
      expect(countsOf(await api.upload(file))).toEqual([countOf(file) - keptBefore, 0, 0, keptBefore]);
      const rows = await named();
      expectRows(file, rows, oracleOf(file, rows, 'UTC'));
    });
  });
}

/** Few chats with many messages: much to read, little to compare. */
function longChats(chats: number, messages: number): GroupedFile {
  const start = Date.UTC(2015, 1, 1, 22);
  const chat = (id: string) =>
    Array.from({ length: messages }, (_, i) =>
      message(
        id,
        start + i * 60_000,
        i % 3 === 2 ? 'to_client' : 'to_company',
        `Where is parcel ${String(i)}?`,
      ),
    );
  return Object.fromEntries(
    Array.from({ length: chats }, (_, i) => `cancelled/${String(i)}`).map((id) => [id, chat(id)]),
  );
}
