import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectRange, expectRows, oracleOf } from '../against-oracle.js';
import { countsOf, patiently } from '../api.js';
import { expectBreakdowns } from '../breakdowns-against-oracle.js';
import { countOf, type GroupedFile, madeChats } from '../made-chats.js';
import { daysOf, rowsOf } from '../read-rows.js';
import type { RunningStack } from '../running-stack.js';

const SAMPLE = new URL('../../../samples/stripe-irc.json', import.meta.url);

export function readModelSuite(running: RunningStack): void {
  const { api } = running;

  describe('every read model equals the oracle', () => {
    it('for the shipped sample', async () => {
      const file = JSON.parse(readFileSync(SAMPLE, 'utf8')) as GroupedFile;
      const progress = await api.upload(readFileSync(SAMPLE));
      const [kept = 0, filtered, rejected, duplicate = 0] = countsOf(progress);
      expect([kept + duplicate, filtered, rejected]).toEqual([countOf(file), 0, 0]);
      const rows = await rowsOf(api, 'irc-stripe');
      const sample = new Map([...rows].map(([rest, row]) => [`irc-stripe${rest}`, row]));
      const oracle = oracleOf(file, sample, 'UTC');
      expect(progress).toMatchObject({
        total_conversations: 230,
        total_days: oracle.length,
        processed_days: oracle.length,
      });
      expectRows(file, sample, oracle);
      const dates = oracle.map((day) => day.date).toSorted();
      await expectRange(api, oracle, dates[0]!, dates.at(-1)!);
      await expectRange(api, oracle, '2019-10-01', '2019-10-07');
    });

    it('for chats over several days, with questions open over night', async () => {
      const file = madeChats('read models/', 80, 11, '2021-03-01T00:00:00Z');
      expect(countsOf(await api.upload(file))).toEqual([countOf(file), 0, 0, 0]);
      const rest = await rowsOf(api, 'read models/');
      const rows = new Map([...rest].map(([chat, row]) => [`read models/${chat}`, row]));
      const oracle = oracleOf(file, rows, 'UTC');
      expect(oracle.some((day) => day.outbound)).toBe(true);
      expect(oracle.some((day) => day.csi === null && !day.outbound)).toBe(true);
      expectRows(file, rows, oracle);
      await expectRange(api, oracle, '2021-02-20', '2021-03-25');
      await expectRange(api, oracle, '2021-03-05', '2021-03-08');
      await expectBreakdowns(api, oracle, '2021-03-05', '2021-03-08');
      await expectRange(api, oracle, '2021-03-06', '2021-03-06');
    });

    it('and a conversation asked for with dates shows its days inside them only', async () => {
      const query = {
        start_date: '2021-03-01',
        end_date: '2021-03-31',
        page_size: 100,
        sort: 'message_count',
      } as const;
      const { conversations } = await patiently(() =>
        api.client.GET('/api/conversations', { params: { query } }),
      );
      const longest = conversations.find((row) => row.days > 2)!;
      const days = await daysOf(api, longest.chat_id);
      const date = days[1]!.analysis_date;
      const params = { path: { chat_id: longest.chat_id }, query: { start_date: date, end_date: date } };
      expect(await patiently(() => api.client.GET('/api/conversations/{chat_id}', { params }))).toMatchObject(
        {
          days: 1,
          message_count: days[1]!.messages,
          csi: days[1]!.csi_score,
        },
      );
    });

    it('and the lowest days are the lowest', async () => {
      const query = { start_date: '2021-03-01', end_date: '2021-03-31', limit: 5 };
      const { days } = await patiently(() =>
        api.client.GET('/api/metrics/lowest-days', { params: { query } }),
      );
      const rows = await rowsOf(api, 'read models/');
      const scores = [...rows.values()].flatMap((row) => row.days.flatMap((day) => day.csi_score ?? []));
      expect(days.map((day) => day.csi_score)).toEqual(scores.toSorted((a, b) => a - b).slice(0, 5));
    });
  });
}
