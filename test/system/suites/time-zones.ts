import { badInputs, until } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRange, expectRows, oracleOf } from '../against-oracle.js';
import { type Api, countsOf } from '../api.js';
import { countOf, type GroupedFile, madeChats, renamed } from '../made-chats.js';
import { allConversations, daysOf, rowsOf, withoutVersions } from '../read-rows.js';
import type { RunningStack } from '../running-stack.js';

interface DayInput {
  tenant_timezone: string;
  sent_at: string;
}

const GOOD = { weight_profile: 'standard', auto_response_patterns: ['*977#'] };
const PATIENCE = { timeoutMs: 60_000, everyMs: 100 };

const changeZone = async (api: Api, timeZone: string) => {
  const { status, body } = await api.put('/api/settings', { ...GOOD, time_zone: timeZone });
  expect(status, JSON.stringify(body)).toBe(200);
};

/** Runs first, while the stack is nearly empty: each change of zone splits everything there is. */
export function dayCaseSuite({ api }: RunningStack): void {
  const cases = badInputs('dst-day').filter((one) => one.via === 'upload+read-model');
  const zones = [...new Set(cases.map((one) => (one.input as DayInput).tenant_timezone))];
  const expectedDate = (detail: string) => /conversation-day is (\d{4}-\d{2}-\d{2})/.exec(detail)?.[1];

  /** All services run with TZ=Pacific/Auckland: see vitest.config.ts. */
  describe('the date of a message, in the zone of the organization', () => {
    afterAll(() => changeZone(api, 'UTC'));

    it('is asked with a message for each case', async () => {
      const file = cases.map(({ id, input }) => ({
        FB_CHAT_ID: id,
        MESSAGE_CONTENT: 'When will it be repaired?',
        DIRECTION: 'to_company',
        SOCIAL_CREATE_TIME: (input as DayInput).sent_at,
      }));
      expect(countsOf(await api.upload(file))).toEqual([cases.length, 0, 0, 0]);
    });

    it.each(zones)('%s', async (zone) => {
      await changeZone(api, zone);
      const own = cases.filter((one) => (one.input as DayInput).tenant_timezone === zone);
      const datesOf = () =>
        Promise.all(own.map(async ({ id }) => (await daysOf(api, id)).map((day) => day.analysis_date)));
      const expected = own.map((one) => [expectedDate(one.expect.detail)]);
      await until(async () => JSON.stringify(await datesOf()) === JSON.stringify(expected), PATIENCE);
    });

    const refused = badInputs('dst-day').filter(
      (one) => one.via === 'api.tenant_timezone' && one.expect.status !== undefined,
    );
    it.each(refused)('$id: $expect.detail', async ({ input, expect: { status } }) => {
      const before = await api.get('/api/settings');
      const answer = await api.put('/api/settings', { ...GOOD, time_zone: input });
      expect(status).toContain(answer.status);
      if (answer.status !== 200) expect(await api.get('/api/settings')).toEqual(before);
    });
  });
}

const daysByOracle = (file: GroupedFile, timeZone: string): string[] =>
  oracleOf(file, new Map(), timeZone)
    .map((day) => `${day.chatId} ${day.date}`)
    .toSorted();

/** DST-045: the zone changes after data exists. */
export function zoneChangeSuite({ api }: RunningStack): void {
  describe('a change of the time zone', () => {
    const file = renamed(madeChats('', 60, 47, '2023-03-20T00:00:00Z'), 'zones/');
    const read = async () =>
      new Map([...(await rowsOf(api, 'zones/'))].map(([chat, row]) => [`zones/${chat}`, row]));

    /** Every day of the new zone is there with its score, and none of the old one. */
    const rebuilt = (timeZone: string) => {
      const expected = daysByOracle(file, timeZone);
      return until(async () => {
        const rows = await read();
        const days = [...rows].flatMap(([chat, row]) => row.days.map((day) => ({ chat, ...day })));
        const there = days.map((day) => `${day.chat} ${day.analysis_date}`).toSorted();
        const isJudged = days.every((day) => day.unscored_reason !== 'waiting');
        // Read once more: the list came before the days, and may be from before the last of them was judged.
        return isJudged && JSON.stringify(there) === JSON.stringify(expected) ? read() : null;
      }, PATIENCE);
    };

    beforeAll(async () => {
      expect(countsOf(await api.upload(file))).toEqual([countOf(file), 0, 0, 0]);
    });

    it.each(['America/New_York', 'Pacific/Apia', 'UTC'])(
      'to %s: everything equals the oracle in that zone, nothing counts twice',
      async (timeZone) => {
        await changeZone(api, timeZone);
        const rows = await rebuilt(timeZone);
        const oracle = oracleOf(file, rows, timeZone);
        expectRows(file, rows, oracle);
        await expectRange(api, oracle, '2023-03-15', '2023-04-10');
        expect(await api.get('/api/metrics')).toMatchObject({ time_zone: timeZone });
      },
    );

    it('there and back leaves the rows of before', async () => {
      const before = withoutVersions(await rebuilt('UTC'));
      await changeZone(api, 'Asia/Kathmandu');
      await changeZone(api, 'UTC');
      const again = await until(async () => {
        const rows = await rebuilt('UTC');
        const settings = await api.get<{ time_zone: string }>('/api/metrics');
        return settings.time_zone === 'UTC' ? rows : null;
      }, PATIENCE);
      expect(withoutVersions(again)).toEqual(before);
    });

    it('meets an upload: what arrives meanwhile is in the new zone, too', async () => {
      const more = renamed(madeChats('', 40, 53, '2024-03-20T00:00:00Z'), 'zones meanwhile/');
      const uploading = api.upload(more);
      await changeZone(api, 'Australia/Lord_Howe');
      expect(countsOf(await uploading)[0]).toBe(countOf(more));
      const expected = daysByOracle(more, 'Australia/Lord_Howe');
      const chats = (await allConversations(api)).filter((row) => row.chat_id.startsWith('zones meanwhile/'));
      await until(async () => {
        const days = await Promise.all(
          chats.map(async ({ chat_id }) =>
            (await daysOf(api, chat_id)).map((day) => `${chat_id} ${day.analysis_date}`),
          ),
        );
        return JSON.stringify(days.flat().toSorted()) === JSON.stringify(expected);
      }, PATIENCE);
      await changeZone(api, 'UTC');
      await rebuilt('UTC');
    });
  });
}
