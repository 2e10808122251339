import { describe, expect, it } from 'vitest';
import { DayEvents } from '../../test/day-events.js';
import { isComplete, noUploadCounts, type ProgressEvent, UploadDeltas } from './upload-progress.js';

const events = new DayEvents();
const day = { chatId: 'c', date: '2026-01-05', version: 1 };

function told(...all: ProgressEvent[]) {
  const deltas = new UploadDeltas();
  for (const event of all) deltas.tell(event);
  return deltas;
}

describe('what events say of uploads', () => {
  it('a created day counts for each upload it names, a retraction for none', () => {
    const { counts } = told(
      events.created({ ...day, uploadIds: ['a', 'b'] }),
      events.created({ ...day, version: 2, uploadIds: ['b'] }),
      events.retracted({ ...day, version: 3 }),
    );
    expect([counts.get('a')?.daysCreated, counts.get('b')?.daysCreated]).toEqual([1, 2]);
  });

  it('a version judged several times is judged once, and scored if any of them is a score', () => {
    const of = { ...day, uploadIds: ['a'] };
    const { judged } = told(
      events.unscored(of),
      events.scored([of], { job: '1' }),
      events.unscored(of, { at: '2026-02-01T00:00:00.000Z' }),
      events.unscored({ ...of, version: 2 }),
    );
    expect(judged.map(({ uploadId, version, scored }) => [uploadId, version, scored])).toEqual([
      ['a', 1, true],
      ['a', 2, false],
    ]);
  });

  it("a job's calls count for each upload with a day in it", () => {
    const { counts } = told(
      events.scored(
        [
          { ...day, uploadIds: ['a', 'b'] },
          { ...day, chatId: 'd', uploadIds: ['a'] },
        ],
        { calls: 3 },
      ),
    );
    expect([counts.get('a')?.scoringCalls, counts.get('b')?.scoringCalls]).toEqual([3, 3]);
  });
});

describe('an upload is complete', () => {
  const all = {
    ...noUploadCounts(),
    conversationsChanged: 2,
    conversationsSplit: 2,
    daysAnnounced: 5,
    daysCreated: 5,
    daysToScore: 4,
    daysScored: 3,
    daysUnscored: 1,
  };

  it('when all that was announced has come', () => {
    expect(isComplete(all)).toBe(true);
    expect(isComplete({ ...noUploadCounts(), conversationsChanged: 0 })).toBe(true);
  });

  it.each([
    { conversationsChanged: null },
    { conversationsChanged: 3 },
    { daysCreated: 4 },
    { daysScored: 2 },
    { daysUnscored: 0 },
  ])('but not with %o', (missing) => {
    expect(isComplete({ ...all, ...missing })).toBe(false);
  });
});
