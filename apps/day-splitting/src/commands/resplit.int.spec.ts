import { type ReplyOf, TryTimeZone } from '@powerpulse/contracts';
import { InvalidInput } from '@powerpulse/runtime';
import { until } from '@powerpulse/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveDays, type RunningDaySplitting, startDaySplitting } from '../../test/running-service.js';
import { splitIntoDays } from '../domain/split-into-days.js';

const CONVERSATIONS = 250;

describe('a change of the time zone', () => {
  let service: RunningDaySplitting;
  let settingsVersion = 0;
  let expected: Awaited<ReturnType<typeof tried>> | undefined;

  beforeAll(async () => {
    service = await startDaySplitting(2);
    const upload = randomUUID();
    const changes = [];
    for (const organization of ['default', 'other']) {
      for (let i = 0; i < CONVERSATIONS; i++) {
        const start = Date.UTC(2026, 0, 5, i % 24);
        changes.push(
          service.ingestion.store(organization, `chat-${i}`, upload, [
            [start, 'customer'],
            [start + 3 * 3_600_000, 'agent', 'ann'],
            [start + 30 * 3_600_000, 'customer'],
          ]),
        );
      }
    }
    service.ingestion.messagesPerReply = 200;
    await service.ingestion.tell(changes);
    await service.splits(changes.length);
  });
  afterAll(() => service.close());

  const change = async (timeZone: string) => {
    await service.ingestion.changeSettings('default', ++settingsVersion, timeZone);
    await until(async () => {
      const [row] = await service.db.query<{ zone: string; left: number }>(
        `select time_zone as zone, (select count(*)::int from resplits) as left from organizations
         where organization = 'default' and settings_version = $1`,
        [settingsVersion],
      );
      return row?.zone === timeZone && row.left === 0;
    });
  };
  const expectDaysIn = async (timeZone: string) => {
    const created = await service.created();
    const retracted = await service.retracted();
    const versions = [...created, ...retracted].map((day) => `${day.day_id} ${day.version}`);
    expect(new Set(versions).size).toBe(versions.length);
    const live = liveDays(created, retracted);
    const expected = [...service.ingestion.conversations.values()].flatMap((stored) =>
      splitIntoDays(stored.messages, stored.organization === 'default' ? timeZone : 'UTC').map(
        (day) => `${stored.conversationId} ${day.date} ${day.transcriptHash}`,
      ),
    );
    expect(live.map((day) => `${day.conversation_id} ${day.date} ${day.transcript_hash}`).toSorted()).toEqual(
      expected.toSorted(),
    );
  };

  /** As the gateway asks: page by page. */
  const tried = async (time_zone: string) => {
    const total = { unchanged: 0, changed: 0, vanished: 0, toJudge: 0, all: [] as unknown[] };
    let after: string | null = null;
    do {
      const page: ReplyOf<typeof TryTimeZone> = await service.requests.ask(TryTimeZone, {
        ...{ organization: 'default', time_zone, after, limit: 100 },
      });
      total.unchanged += page.days.unchanged;
      total.changed += page.days.changed;
      total.vanished += page.days.vanished;
      total.toJudge += page.to_judge.days;
      total.all.push(page.all);
      after = page.next;
    } while (after !== null);
    return total;
  };

  it('says before what would become of the days, and changes none', async () => {
    const created = (await service.created()).length;
    const same = await tried('UTC');
    expect(same).toMatchObject({ changed: 0, vanished: 0, toJudge: 0 });
    const other = await tried('Pacific/Auckland');
    expect(other.all).toEqual([{ conversations: CONVERSATIONS, left: 0 }, null, null]);
    expect([other.changed, other.vanished, other.unchanged].every((days) => days > 0)).toBe(true);
    expect(other.unchanged + other.vanished).toBeLessThan(same.unchanged); // some stay on their date
    expect((await service.created()).length).toBe(created);
    await expect(tried('Mars/Olympus')).rejects.toThrow(InvalidInput);
    expected = other;
  });

  it('splits all conversations of the organization anew, and of no other', async () => {
    const before = (await service.created()).length;
    await change('Pacific/Auckland');
    expect((await service.retracted()).length).toBe(expected?.vanished);
    expect((await service.created()).slice(before).filter(({ outbound }) => !outbound)).toHaveLength(
      expected?.toJudge ?? NaN,
    );
    expect((await service.created()).length - before).toBe(expected?.changed);
    await expectDaysIn('Pacific/Auckland');
    const anew = (await service.created()).filter((day) => day.time_zone === 'Pacific/Auckland');
    expect((await service.created()).length - before).toBe(anew.length);
    for (const day of anew) expect(day.upload_ids).toEqual([]);
  });

  it('and back again, above the versions of before', async () => {
    await change('UTC');
    await expectDaysIn('UTC');
  });

  it('says nothing where the zone stays', async () => {
    const before = (await service.created()).length;
    await change('UTC');
    expect((await service.created()).length).toBe(before);
  });

  it('ignores settings that are older than what it has', async () => {
    await change('Asia/Kathmandu');
    settingsVersion -= 2;
    await service.ingestion.changeSettings('default', settingsVersion, 'Europe/Berlin');
    settingsVersion += 2;
    await change('America/St_Johns');
    await expectDaysIn('America/St_Johns');
  });

  it('is gone on with where another process was killed over it', async () => {
    await service.db.query(
      `insert into resplits (organization, correlation_id, lease, not_before)
       values ('default', 'killed', $1, now() + interval '1 hour')`,
      [randomUUID()],
    );
    await service.db.query(
      `update organizations set time_zone = 'Europe/Berlin' where organization = 'default'`,
    );
    await service.db.query(`update resplits set not_before = now()`);
    await until(async () => (await service.db.query('select 1 from resplits')).length === 0);
    await expectDaysIn('Europe/Berlin');
  });

  it('is not held up by a conversation that can not be split, and comes back to it', async () => {
    const lost = [...service.ingestion.conversations.values()].find((one) => one.organization === 'default')!;
    service.ingestion.conversations.delete(lost.conversationId);
    await service.ingestion.changeSettings('default', ++settingsVersion, 'Asia/Tokyo');
    const left = () =>
      service.db.query<{ conversation_id: string }>(
        `select conversation_id from conversations where organization = 'default' and time_zone <> 'Asia/Tokyo'`,
      );
    const waiting = () =>
      service.db.query(`select 1 from resplits where not_before > now() and lease is null`);
    await until(async () => (await left()).length === 1 && (await waiting()).length === 1);
    expect(await left()).toEqual([{ conversation_id: lost.conversationId }]);
    service.ingestion.conversations.set(lost.conversationId, lost);
    await service.db.query('update resplits set not_before = now()');
    await until(async () => (await service.db.query('select 1 from resplits')).length === 0);
    await expectDaysIn('Asia/Tokyo');
  });

  it('takes in what arrives meanwhile', async () => {
    const uploads = Array.from({ length: 40 }, () => randomUUID());
    const before = (await service.splits(0)).length;
    const changing = change('Pacific/Apia');
    const telling = uploads.map((upload, i) =>
      service.ingestion.tell([
        service.ingestion.store('default', `chat-${i}`, upload, [[Date.UTC(2026, 0, 9, i % 24), 'customer']]),
      ]),
    );
    await Promise.all([changing, ...telling]);
    const splits = await service.splits(before + uploads.length);
    await expectDaysIn('Pacific/Apia');
    const created = await service.created();
    for (const upload of uploads) {
      const announced = splits
        .filter((split) => split.upload_id === upload)
        .map((split) => split.days_changed);
      expect(announced).toEqual([created.filter((day) => day.upload_ids.includes(upload)).length]);
    }
  });
});
