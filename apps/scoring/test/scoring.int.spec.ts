import {
  ConversationDayRetracted,
  GetEvidence,
  GetMessageSentiments,
  UploadCancelled,
} from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { buildEvent } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeDay, LOCAL_SCORER, messageSentiment } from '../src/domain/local/index.js';
import { madeDay, madeDays, uploadId, type MadeDay } from './made-days.js';
import { ScoringStand } from './scoring-stand.js';

let stand: ScoringStand;
let ends = 0;

beforeAll(async () => {
  stand = await ScoringStand.open();
  await stand.start();
});
afterAll(() => stand.close());

/** Ends of the days just announced. */
async function endsOf(days: readonly MadeDay[]) {
  ends += days.length;
  const all = await stand.ended(ends);
  const mine = new Set(days.map(({ event }) => `${event.data.day_id} ${event.data.version}`));
  const isMine = (day: { day_id: string; version: number }) => mine.has(`${day.day_id} ${day.version}`);
  return { scored: all.scored.filter(isMine), unscored: all.unscored.filter(isMine) };
}

const judged = (day: MadeDay) => {
  const messages = day.messages.map(({ message_id, ...message }) => ({ messageId: message_id, ...message }));
  const verdict = judgeDay({
    dayId: day.event.data.day_id,
    date: day.event.data.date,
    messages,
    earlierDays: [],
  });
  if (verdict.kind !== 'judged') throw new Error('the local scorer must judge what tests make');
  return verdict.judgement;
};

describe('scoring with the local scorer', () => {
  it('tells for every day what the scorer judged, and who it was', async () => {
    const days = madeDays(30, { prefix: 'first' });
    await stand.announce(...days);
    const { scored, unscored } = await endsOf(days);
    expect(unscored).toEqual([]);
    for (const day of days) {
      const told = scored.filter((each) => each.day_id === day.event.data.day_id);
      expect(told).toHaveLength(1);
      expect(told[0]).toMatchObject({
        version: 1,
        upload_ids: [uploadId('upload')],
        metrics: judged(day).metrics,
      });
    }
    const batches = await stand.batches();
    for (const batch of batches) expect(batch.data.scorer).toEqual(LOCAL_SCORER);
    expect(JSON.stringify(batches)).not.toContain('Problem number');
  });

  it('answers a known transcript from the store, forced ones apart', async () => {
    const [day] = madeDays(1, { prefix: 'known' });
    if (day === undefined) throw new Error('no day');
    await stand.announce(day);
    await endsOf([day]);
    const asked = stand.ingestion.asked;
    const again = {
      ...day,
      event: { ...day.event, id: madeDay({ chat: 'x' }).event.id, data: { ...day.event.data, version: 2 } },
    };
    await stand.announce(again);
    const { scored } = await endsOf([again]);
    expect(scored).toMatchObject([{ version: 2, metrics: judged(day).metrics }]);
    expect(stand.ingestion.asked).toBe(asked);
    const cached = (await stand.batches()).filter((b) =>
      b.data.days.some((d) => d.day_id === day.event.data.day_id && d.version === 2),
    );
    expect(cached.map((batch) => batch.data.usage.cached_days)).toEqual([1]);

    const forced = madeDay({
      chat: 'known-0',
      version: 3,
      force: true,
      texts: day.messages.map((m) => m.text),
    });
    await stand.announce(forced);
    await endsOf([forced]);
    expect(stand.ingestion.asked).toBe(asked + 1);
    const stored = await stand.query<{ generation: number }>(
      'select generation from scores where transcript_hash = $1 order by generation',
      [day.event.data.transcript_hash],
    );
    expect(stored.map((row) => row.generation)).toEqual([0, 3]);
  });

  it('ends every version of a day once, in whatever order they come', async () => {
    const versions = [3, 1, 2].map((version) =>
      madeDay({
        chat: 'versions',
        version,
        texts: ['Hello, it is broken', 'Fixed', 'Thanks', 'Bye'].slice(0, version + 1),
      }),
    );
    await stand.announce(...versions);
    const { scored } = await endsOf(versions);
    expect(scored.map((day) => day.version).sort()).toEqual([1, 2, 3]);
  });

  it('does not judge outbound days, and hears everything once', async () => {
    const outbound = madeDay({ chat: 'outbound' });
    outbound.event.data.outbound = true;
    const day = madeDay({ chat: 'twice' });
    await stand.announce(outbound, day, day);
    const { scored } = await endsOf([day]);
    expect(scored).toHaveLength(1);
    const rows = await stand.query('select 1 as one from days where day_id = $1', [
      outbound.event.data.day_id,
    ]);
    expect(rows).toEqual([]);
  });

  it('says so when the words are no longer those that were announced', async () => {
    const gone = madeDay({ chat: 'gone' });
    await stand.publish(gone.event);
    const { unscored } = await endsOf([gone]);
    expect(unscored).toMatchObject([{ reason: 'transcript_changed', version: 1 }]);
  });

  it('ends what only cancelled uploads asked for without judging it', async () => {
    const upload_id = uploadId('cancelled');
    await stand.stream.publish(UploadCancelled, buildEvent(UploadCancelled, { data: { upload_id } }));
    await stand.stream.publish(ConversationDayRetracted, buildEvent(ConversationDayRetracted));
    await expect.poll(() => stand.query('select 1 as one from cancelled_uploads')).toHaveLength(1);
    const cancelled = madeDay({ chat: 'cancelled', upload: 'cancelled' });
    const shared = madeDay({ chat: 'shared', uploads: [upload_id, uploadId('other')] });
    const nobodys = madeDay({ chat: 'zone-change', uploads: [] });
    await stand.announce(cancelled, shared, nobodys);
    const { scored, unscored } = await endsOf([cancelled, shared, nobodys]);
    expect(unscored).toMatchObject([{ day_id: cancelled.event.data.day_id, reason: 'cancelled' }]);
    expect(scored).toHaveLength(2);
  });

  it('never puts two organizations into one job', async () => {
    const days = ['acme', 'globex', 'initech'].flatMap((organization) =>
      madeDays(40, { organization, prefix: 'multi' }),
    );
    await stand.announce(...days);
    await endsOf(days);
    const mixed = await stand.query(
      `select job_id from job_days join jobs using (job_id) where job_days.organization <> jobs.organization`,
    );
    expect(mixed).toEqual([]);
  });

  it('shows why: reason, quotes as spans, reasons of nulls', async () => {
    const day = madeDay({
      chat: 'why',
      texts: ['This is terrible, I am so angry', 'Sorry', 'Thank you so much, that is perfect'],
    });
    await stand.announce(day);
    await endsOf([day]);
    const app = await stand.start();
    const { day_id } = day.event.data;
    const request = {
      organization: 'default',
      days: [
        { day_id, version: 1 },
        { day_id, version: 9 },
      ],
    };
    const reply = await app.get(Requests).ask(GetEvidence, request);
    const { reason, quotes, nullReasons, confidence } = judged(day);
    expect(reply.days).toEqual([
      {
        day_id,
        version: 1,
        scorer: LOCAL_SCORER,
        reason,
        quotes: quotes.map(({ messageId, ...quote }) => ({ ...quote, message_id: messageId })),
        null_reasons: nullReasons,
        confidence,
        notes: [],
      },
    ]);
    const texts = ['I love it', 'I hate it', ''];
    const { sentiments } = await app.get(Requests).ask(GetMessageSentiments, { texts });
    expect(sentiments).toEqual(texts.map(messageSentiment));
  });
});
