import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyHistory, type History } from '../../test/any-history.js';
import { liveDays, type RunningDaySplitting, startDaySplitting } from '../../test/running-service.js';
import { splitIntoDays } from '../domain/split-into-days.js';

type Change = ReturnType<RunningDaySplitting['ingestion']['store']>;

describe('whatever the interleaving of uploads and two replicas', () => {
  let service: RunningDaySplitting;
  let told = 0;

  beforeAll(async () => {
    service = await startDaySplitting(2);
  });
  afterAll(() => service.close());

  /** Stores and tells, in the history's order of both, without waiting for any split. */
  async function play(history: History, run: string): Promise<Change[]> {
    const uploads = Array.from({ length: 4 }, () => randomUUID());
    const untold: Change[] = [];
    const all: Change[] = [];
    const telling: Promise<unknown>[] = [];
    const tell = (index: number) =>
      telling.push(service.ingestion.tell(untold.splice(index % untold.length, 1)));
    for (const { upload, chat, messages, force, tell: next } of history) {
      const change = service.ingestion.store('default', `${run}-${chat}`, uploads[upload]!, messages, force);
      untold.push(change);
      all.push(change);
      if (next !== null) tell(next);
      // Lets the service in between.
      await new Promise(setImmediate);
    }
    while (untold.length > 0) tell(untold.length - 1);
    await Promise.all(telling);
    return all;
  }

  it('each upload announces exactly the days that name it, and the days are those of the conversations', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, async (history) => {
        const changes = await play(history, randomUUID());
        told += changes.length;
        const ids = new Set(changes.map((change) => change.stored.conversationId));
        const splits = (await service.splits(told)).filter((split) => ids.has(split.conversation_id));
        const created = (await service.created()).filter((day) => ids.has(day.conversation_id));
        expect(splits).toHaveLength(changes.length);
        for (const uploadId of new Set(changes.map(({ change }) => change.uploadId))) {
          const naming = created.filter((day) => day.upload_ids.includes(uploadId));
          const own = splits.filter((split) => split.upload_id === uploadId);
          expect(sum(own.map((split) => split.days_changed))).toBe(naming.length);
          expect(sum(own.map((split) => split.days_to_score))).toBe(
            naming.filter((day) => !day.outbound).length,
          );
        }
        for (const day of created) expect(day.upload_ids).not.toEqual([]);
        const days = new Set(created.map((day) => `${day.day_id} ${day.version}`));
        expect(days.size).toBe(created.length);
        const live = liveDays(created, await service.retracted());
        for (const stored of new Map(
          changes.map((change) => [change.stored.conversationId, change.stored]),
        ).values()) {
          const own = live.filter((day) => day.conversation_id === stored.conversationId);
          const expected = splitIntoDays(stored.messages, 'UTC');
          expect(own.map((day) => [day.date, day.transcript_hash, day.time]).toSorted()).toEqual(
            expected.map((day) => [day.date, day.transcriptHash, day.time]),
          );
        }
      }),
      { numRuns: 40 },
    );
    expect(await service.db.query('select * from unannounced_days')).toEqual([]);
  });
});

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
