import { describe, expect, it } from 'vitest';
import { expectRows, oracleOf } from '../against-oracle.js';
import { countsOf } from '../api.js';
import { countOf, type GroupedFile, madeChats, message, renamed } from '../made-chats.js';
import { daysOf, rowsOf, withoutIds, withoutVersions } from '../read-rows.js';
import type { RunningStack } from '../running-stack.js';

/** Uploading again, more, in parts and by force. */
export function repeatSuite(running: RunningStack): void {
  const { api } = running;
  const made = madeChats('', 30, 23, '2022-05-01T00:00:00Z');
  const total = countOf(made);
  /** All under ids of their own, each chat's messages as `part` picks them. */
  const picked = (
    prefix: string,
    part: (messages: GroupedFile[string]) => GroupedFile[string],
  ): GroupedFile =>
    Object.fromEntries(
      Object.entries(renamed(made, prefix))
        .map(([chat, messages]) => [chat, part(messages)] as const)
        .filter(([, messages]) => messages.length > 0),
    );
  const named = async (prefix: string) =>
    new Map([...(await rowsOf(api, prefix))].map(([chat, row]) => [prefix + chat, row]));

  describe('the same chats in other ways', () => {
    it('twice change nothing', async () => {
      const file = renamed(made, 'twice/');
      await api.upload(file);
      const before = await rowsOf(api, 'twice/');
      const again = await api.upload(file);
      expect(countsOf(again)).toEqual([0, 0, 0, total]);
      expect(again).toMatchObject({ status: 'completed', total_days: 0 });
      expect(await rowsOf(api, 'twice/')).toEqual(before);
    });

    it('with each message three times in one file are the same', async () => {
      await api.upload(renamed(made, 'once/'));
      const triple = picked('triple/', (messages) => [...messages, ...messages, ...messages]);
      expect(countsOf(await api.upload(triple))).toEqual([total, 0, 0, 2 * total]);
      expect(withoutIds(await rowsOf(api, 'triple/'))).toEqual(withoutIds(await rowsOf(api, 'once/')));
    });

    it('in two parts give the same rows as at once, whichever comes first', async () => {
      const whole = withoutVersions(await rowsOf(api, 'once/'));
      for (const order of ['in order', 'in reverse']) {
        const prefix = `parts ${order}/`;
        const parts = [
          picked(prefix, (messages) => messages.slice(0, cutOf(messages))),
          picked(prefix, (messages) => messages.slice(cutOf(messages))),
        ];
        if (order === 'in reverse') parts.reverse();
        for (const part of parts) expect(countsOf(await api.upload(part))[0]).toBe(countOf(part));
        expect(withoutVersions(await rowsOf(api, prefix))).toEqual(whole);
      }
    });

    it('in two parts at the same time, too', async () => {
      const [even, odd] = [0, 1].map((parity) =>
        picked('at the same time/', (messages) => messages.filter((_, i) => i % 2 === parity)),
      );
      const all = renamed(made, 'at the same time/');
      const ends = await Promise.all([even, odd, all].map((file) => api.upload(file)));
      const counts = ends.map(countsOf);
      expect(counts.reduce((sum, [kept = 0]) => sum + kept, 0)).toBe(total);
      expect(counts.flat().reduce((a, b) => a + b, 0)).toBe(2 * total);
      const rows = await named('at the same time/');
      // Of messages of one instant the first accepted comes first: read the order off the transcript.
      const asAccepted = Object.fromEntries(
        Object.entries(all).map(([chat, messages]) => {
          const place = new Map(rows.get(chat)?.messages.map((row, i) => [`${row.sent_at} ${row.text}`, i]));
          const placeOf = (one: (typeof messages)[number]) =>
            place.get(`${one.SOCIAL_CREATE_TIME} ${one.MESSAGE_CONTENT}`) ?? -1;
          return [chat, messages.toSorted((a, b) => placeOf(a) - placeOf(b))];
        }),
      );
      expectRows(asAccepted, rows, oracleOf(asAccepted, rows, 'UTC'));
    });

    it('by force are judged again: new versions, the same rows', async () => {
      await api.upload(renamed(made, 'forced/'));
      const before = await rowsOf(api, 'forced/');
      const forced = await api.upload(renamed(made, 'forced/'), { force: true });
      const after = await rowsOf(api, 'forced/');
      const days = [...after.values()].flatMap((row) => row.days);
      expect(forced).toMatchObject({ total_days: days.length, processed_days: days.length });
      expect(countsOf(forced)).toEqual([0, 0, 0, total]);
      expect(new Set(days.map((day) => day.version))).toEqual(new Set([2]));
      expect(withoutVersions(after)).toEqual(withoutVersions(before));
    });
  });

  describe('appended messages', () => {
    it('touch only their days and the earlier day whose question they answer', async () => {
      const at = (instant: string) => Date.parse(instant);
      const chat = [
        message('appended/1', at('2022-07-01T10:00:00Z'), 'to_company', 'Where is my order?'),
        message('appended/1', at('2022-07-01T10:05:00Z'), 'to_client', 'I will have a look.', [
          'maria',
          null,
        ]),
        message(
          'appended/1',
          at('2022-07-02T23:50:00Z'),
          'to_company',
          'It is still not here, this is annoying.',
        ),
      ];
      const others = renamed(made, 'appended/other ');
      await api.upload({ ...others, 'appended/1': chat });
      const before = await named('appended/');
      const reply = message('appended/1', at('2022-07-03T00:10:00Z'), 'to_client', 'It is on its way.', [
        'otto',
        null,
      ]);
      const progress = await api.upload({ ...others, 'appended/1': [...chat, reply] });
      expect(countsOf(progress)).toEqual([1, 0, 0, total + 3]);
      expect(progress).toMatchObject({ total_conversations: 31, total_days: 2 });
      const after = await named('appended/');
      for (const id of Object.keys(others)) expect(after.get(id)).toEqual(before.get(id));
      const [first, second, third] = await daysOf(api, 'appended/1');
      expect(first).toEqual(before.get('appended/1')?.days[0]);
      expect(second).toMatchObject({ version: 2, first_response_time: 1200, unanswered_turns: 0 });
      expect(third).toMatchObject({ version: 1, outbound: true, analysis_date: '2022-07-03' });
      const now = { ...others, 'appended/1': [...chat, reply] };
      expectRows(now, after, oracleOf(now, after, 'UTC'));
    });
  });
}

/** About half, and never between two messages of one instant: those stand in the order of their acceptance. */
function cutOf(messages: GroupedFile[string]): number {
  let cut = Math.floor(messages.length / 2);
  while (cut > 0 && messages[cut - 1]?.SOCIAL_CREATE_TIME === messages[cut]?.SOCIAL_CREATE_TIME) cut--;
  return cut;
}
