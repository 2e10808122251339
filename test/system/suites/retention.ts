import { describe, expect, it } from 'vitest';
import { removeTexts } from '../../../apps/ingestion/src/retention/remove-texts.js';
import { madeChats } from '../made-chats.js';
import { type DayRow, type MessageRow, rowsOf } from '../read-rows.js';
import type { RunningStack } from '../running-stack.js';

const withoutQuotes = (day: DayRow) => ({
  ...day,
  text_removed: true,
  evidence: day.evidence && { ...day.evidence, quotes: [] },
});
const withoutText = (message: MessageRow) => ({ ...message, text: '', text_removed: true, sentiment: null });

/** Chats of long ago, so that the text of no other suite is old enough. */
const START = '1994-03-01T00:00:00Z';
const YEARS_KEPT = 30;

export function retentionSuite(running: RunningStack): void {
  const { api } = running;

  describe('when the time of keeping texts has ended', () => {
    it('every number stays, each day says that its text is gone, and the same file again counts nothing twice', async () => {
      const file = madeChats('kept/', 8, 71, START);
      await api.upload(file);
      const before = await rowsOf(api, 'kept/');
      const databaseUrl = running.stack.urls.postgres ?? '';
      const { partitions } = await removeTexts({ databaseUrl, months: YEARS_KEPT * 12, dryRun: false });
      expect(partitions.map(({ name }) => name)).toEqual(['messages_default']);

      const expected = new Map(
        [...before].map(([chat, { conversation, days, messages }]) => [
          chat,
          {
            conversation: { ...conversation, customer_name: null },
            days: days.map(withoutQuotes),
            messages: messages.map(withoutText),
          },
        ]),
      );
      expect(await rowsOf(api, 'kept/')).toEqual(expected);
      const { statistics } = await api.upload(file);
      expect(statistics).toMatchObject({ messages_kept: 0 });
      expect(await rowsOf(api, 'kept/')).toEqual(expected);
    });
  });
}
