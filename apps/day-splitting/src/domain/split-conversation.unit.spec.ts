import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from './attribution.js';
import { splitIntoDays } from './split-into-days.js';
import { type ConversationState, splitConversation } from './split-conversation.js';

const NEW: ConversationState = { version: 0, timeZone: null, days: [], waiting: new Map() };

/** As many days as asked for, one question each; the first is outbound. */
const conversation = (days: number) =>
  splitIntoDays(
    Array.from({ length: days }, (_, i) => ({
      messageId: `message-${i}`,
      at: i * 86_400_000,
      direction: i === 0 ? ('to_client' as const) : ('to_company' as const),
      tokens: 1,
      agent: null,
    })),
    'UTC',
  );

const at = (version: number, days: number, changes: readonly Change[], timeZone = 'UTC') => ({
  version,
  timeZone,
  changes: changes.filter((change) => change.version <= version).slice(-50),
  days: conversation(days),
});

function carriedOut(state: ConversationState, current: ReturnType<typeof at>, events: readonly Change[]) {
  const outcome = splitConversation(state, current, events);
  const states = new Map(state.days.map((day) => [day.date, day]));
  for (const { day, version, fingerprint } of outcome.plan?.created ?? [])
    states.set(day.date, { date: day.date, version, fingerprint });
  for (const { date, version } of outcome.plan?.retracted ?? [])
    states.set(date, { date, version, fingerprint: null });
  const next: ConversationState = {
    version: outcome.plan === null ? state.version : current.version,
    timeZone: outcome.plan === null ? state.timeZone : current.timeZone,
    days: [...states.values()],
    waiting: outcome.waiting,
  };
  return { outcome, next };
}

describe('split of a conversation', () => {
  const first = { version: 1, uploadId: 'a', force: false };
  const second = { version: 2, uploadId: 'b', force: false };

  it('names the uploads that came since, and announces each with its own event', () => {
    const early = carriedOut(NEW, at(2, 3, [first, second]), [first]);
    expect(early.outcome).toMatchObject({ uploadIds: ['a', 'b'], announced: [{ days: 3, daysToScore: 2 }] });
    const late = carriedOut(early.next, at(2, 3, [first, second]), [second]);
    expect(late.outcome).toMatchObject({ plan: null, announced: [{ days: 3, daysToScore: 2 }] });
    expect(late.next.waiting.size).toBe(0);
  });

  it('does nothing with what is older than what was split', () => {
    const { next } = carriedOut(NEW, at(2, 3, [first, second]), [second]);
    const stale = carriedOut(next, at(1, 1, [first]), [first]);
    expect(stale.outcome).toMatchObject({ plan: null, announced: [{ days: 3, daysToScore: 2 }] });
    expect(stale.next.version).toBe(2);
  });

  it('splits anew in another time zone, for no upload', () => {
    const { next } = carriedOut(NEW, at(1, 3, [first]), [first]);
    const moved = carriedOut(next, at(1, 2, [first], 'Europe/Berlin'), []);
    expect(moved.outcome).toMatchObject({ uploadIds: [], announced: [] });
    expect(moved.outcome.plan?.retracted).toHaveLength(1);
    expect(moved.next.waiting.size).toBe(0);
  });

  it('forces all days when any upload since the last split does', () => {
    const { next } = carriedOut(NEW, at(1, 3, [first]), [first]);
    const forced = { ...second, force: true };
    const again = carriedOut(next, at(3, 3, [first, forced, { version: 3, uploadId: 'c', force: false }]), [
      { version: 3, uploadId: 'c', force: false },
    ]);
    expect(again.outcome.plan?.created.map(({ version }) => version)).toEqual([2, 2, 2]);
    expect(again.outcome.uploadIds).toEqual(['b', 'c']);
  });
});

/** An ingestion that goes on while batches of its events are split, in any order, with any delay between reading and writing. */
const histories = fc.record({
  uploads: fc.array(
    fc.record({ uploadId: fc.constantFrom('a', 'b', 'c', 'd'), force: fc.boolean(), days: fc.nat(4) }),
    { minLength: 1, maxLength: 70 },
  ),
  deliveries: fc.array(fc.record({ pick: fc.nat(), size: fc.integer({ min: 1, max: 4 }), ahead: fc.nat() })),
});

describe('whatever the order of events', () => {
  it('announces for each upload exactly the days that name it', () => {
    fc.assert(
      fc.property(histories, ({ uploads, deliveries }) => {
        const changes = uploads.map((upload, i) => ({ ...upload, version: i + 1 }));
        const pending = [...changes];
        const named = new Map<string, number>();
        const announced = new Map<string, number>();
        let state = NEW;
        const deliver = (pick: number, size: number, ahead: number) => {
          const batch = pending.splice(pick % pending.length, size);
          const oldest = Math.max(...batch.map((event) => event.version));
          const version = oldest + (ahead % (changes.length - oldest + 1));
          const { outcome, next } = carriedOut(
            state,
            at(version, changes[version - 1]!.days, changes),
            batch,
          );
          expect(outcome.announced).toHaveLength(batch.length);
          for (const uploadId of outcome.uploadIds)
            named.set(uploadId, (named.get(uploadId) ?? 0) + (outcome.plan?.created.length ?? 0));
          outcome.announced.forEach(({ days }, i) => {
            const { uploadId } = batch[i]!;
            announced.set(uploadId, (announced.get(uploadId) ?? 0) + days);
          });
          state = next;
        };
        for (const { pick, size, ahead } of deliveries) if (pending.length > 0) deliver(pick, size, ahead);
        while (pending.length > 0) deliver(0, 1, 0);
        for (const { uploadId } of uploads)
          expect(announced.get(uploadId) ?? 0).toBe(named.get(uploadId) ?? 0);
        expect(state.waiting.size).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
