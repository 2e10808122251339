import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeProgress } from './compose-progress.js';
import type { IngestState, ProjectionState } from './count-work.js';

const at = '2026-11-20T10:00:00.000Z';
const upload = { bytes: 1000, cancelled: false, percentage: 0 };

const ingest = (change: Partial<IngestState> = {}): IngestState => ({
  upload_id: '00000000-0000-8000-8000-000000000001',
  state: 'ingested',
  bytes_read: 1000,
  messages: { total: 10, kept: 10, filtered: 0, rejected: 0, duplicate: 0 },
  conversations: 4,
  conversations_changed: 4,
  conversations_skipped: 0,
  failure: null,
  started_at: at,
  finished_at: at,
  ...change,
});

const projection = (change: Partial<ProjectionState> = {}): ProjectionState => ({
  upload_id: '00000000-0000-8000-8000-000000000001',
  conversations_changed: 4,
  conversations_split: 4,
  days_announced: 6,
  days_to_score: 5,
  days_created: 6,
  days_scored: 5,
  days_unscored: 0,
  scoring_calls: 2,
  complete: true,
  updated_at: at,
  ...change,
});

describe('composeProgress', () => {
  it('waits in the queue while nobody has read it', () => {
    const { progress, ended } = composeProgress(upload, null, null);
    expect(ended).toBe(false);
    expect(progress).toMatchObject({
      status: 'queued',
      current_stage: 'queued',
      progress_percentage: 0,
      details: 'Waiting to be read.',
    });
  });

  it('follows reading, splitting, scoring and projecting', () => {
    const reading = ingest({ state: 'reading', bytes_read: 500, conversations_changed: 2 });
    const splitting = projection({
      complete: false,
      conversations_split: 2,
      days_announced: 0,
      days_to_score: 0,
    });
    const scoring = projection({ complete: false, days_scored: 2, days_unscored: 1 });
    const stages = [
      composeProgress(upload, reading, null),
      composeProgress(upload, ingest(), { ...splitting, days_created: 0, days_scored: 0 }),
      composeProgress(upload, ingest(), scoring),
      composeProgress(upload, ingest(), projection({ complete: false })),
    ].map(({ progress }) => [progress.status, progress.current_stage, progress.progress_percentage]);
    expect(stages).toEqual([
      ['processing', 'ingesting', 15],
      ['processing', 'day_splitting', 40],
      ['processing', 'scoring', 79.4],
      ['processing', 'projecting', 99],
    ]);
  });

  it('is complete only when analytics has all of it', () => {
    const { progress, ended } = composeProgress(upload, ingest(), projection());
    expect(ended).toBe(true);
    expect(progress).toMatchObject({
      status: 'completed',
      current_stage: 'done',
      progress_percentage: 100,
      processed_conversations: 4,
      processed_days: 6,
      total_days: 6,
      errors: [],
      details: '6 days of 4 conversations are in the metrics.',
    });
  });

  it('says so when nothing changed', () => {
    const same = ingest({
      messages: { total: 10, kept: 0, filtered: 0, rejected: 0, duplicate: 10 },
      conversations_changed: 0,
    });
    const none = projection({
      conversations_changed: 0,
      conversations_split: 0,
      days_announced: 0,
      days_to_score: 0,
      days_created: 0,
      days_scored: 0,
    });
    const { progress } = composeProgress(upload, same, none);
    expect(progress).toMatchObject({
      status: 'completed',
      processed_conversations: 4,
      statistics: { duplicate_messages: 10 },
      details: 'Nothing new: no conversation changed.',
    });
  });

  it('names rejected messages and unscored days as errors, with their numbers', () => {
    const some = ingest({ messages: { total: 10, kept: 7, filtered: 1, rejected: 2, duplicate: 0 } });
    const { progress } = composeProgress(upload, some, projection({ days_scored: 4, days_unscored: 1 }));
    expect(progress.status).toBe('completed_with_errors');
    expect(progress.errors.map(({ code, count }) => [code, count])).toEqual([
      ['rejected_messages', 2],
      ['unscored_days', 1],
    ]);
    expect(progress.statistics).toMatchObject({ errors_count: 3, filtered_autoresponses: 1 });
  });

  it('shows failure and cancellation at once, and ends with the projection', () => {
    const failed = ingest({ state: 'failed', failure: 'The file ended early.' });
    const waiting = composeProgress(upload, failed, projection({ complete: false }));
    expect([waiting.progress.status, waiting.ended]).toEqual(['failed', false]);
    expect(composeProgress(upload, failed, projection())).toMatchObject({
      ended: true,
      progress: { status: 'failed', details: 'The file ended early.', current_stage: 'done' },
    });
    const cancelled = composeProgress({ ...upload, cancelled: true }, ingest({ state: 'reading' }), null);
    expect([cancelled.progress.status, cancelled.ended]).toEqual(['cancelled', false]);
  });

  it('never goes back and never reaches 100 early, whatever the services say', () => {
    const count = fc.nat(1000);
    fc.assert(
      fc.property(
        fc.constantFrom('waiting', 'reading', 'ingested', 'cancelled', 'failed'),
        fc.tuple(count, count, count, count, count, count, count, count),
        fc.double({ min: 0, max: 99, noNaN: true }),
        fc.boolean(),
        (
          state,
          [read, conversations, changed, split, days, toScore, scored, unscored],
          percentage,
          complete,
        ) => {
          const { progress, ended } = composeProgress(
            { ...upload, percentage },
            ingest({ state, bytes_read: read, conversations, conversations_changed: changed }),
            projection({
              conversations_changed: null,
              conversations_split: split,
              days_announced: days + toScore,
              days_to_score: toScore,
              days_created: days,
              days_scored: scored,
              days_unscored: unscored,
              complete,
            }),
          );
          expect(progress.progress_percentage).toBeGreaterThanOrEqual(percentage);
          expect(progress.progress_percentage).toBeLessThanOrEqual(100);
          if (!ended) expect(progress.progress_percentage).toBeLessThan(100);
          expect(progress.processed_days).toBeLessThanOrEqual(progress.total_days);
          expect(progress.processed_conversations).toBeLessThanOrEqual(progress.total_conversations);
        },
      ),
    );
  });
});
