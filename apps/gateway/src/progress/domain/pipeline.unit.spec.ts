import { describe, expect, it } from 'vitest';
import { type OpenUpload, pipelineOf } from './pipeline.js';

const NOW = Date.parse('2026-01-05T10:00:00Z');
const upload = (
  current_stage: NonNullable<OpenUpload['progress']>['current_stage'],
  ago: number,
  movedAgo: number | null,
): OpenUpload => ({
  accepted_at: NOW - ago * 1000,
  changed_at: movedAgo === null ? null : NOW - movedAgo * 1000,
  progress: {
    current_stage,
    processed_conversations: 4,
    total_conversations: 10,
    processed_days: 5,
    total_days: 30,
  },
});
const stageOf = (uploads: OpenUpload[], stage: string) =>
  pipelineOf(uploads, NOW).find((load) => load.stage === stage);

describe('the pipeline', () => {
  it('says how much waits at each stage, since when, and how long nothing moved', () => {
    const uploads = [upload('scoring', 60, 2), upload('scoring', 300, 20), upload('projecting', 9, 1)];
    expect(stageOf(uploads, 'scoring')).toEqual({
      stage: 'scoring',
      uploads: 2,
      conversations_waiting: 12,
      days_waiting: 50,
      oldest_seconds: 300,
      still_seconds: 2,
    });
    expect(stageOf(uploads, 'projecting')).toMatchObject({ uploads: 1, oldest_seconds: 9 });
    expect(stageOf(uploads, 'ingesting')).toEqual({
      stage: 'ingesting',
      uploads: 0,
      conversations_waiting: 0,
      days_waiting: 0,
      oldest_seconds: null,
      still_seconds: null,
    });
  });

  it('has uploads that nobody has looked at yet in the queue, and clocks that differ at 0', () => {
    const fresh = { accepted_at: NOW + 500, changed_at: null, progress: null };
    expect(stageOf([fresh], 'queued')).toMatchObject({ uploads: 1, days_waiting: 0, oldest_seconds: 0 });
    expect(pipelineOf([], NOW).map(({ stage }) => stage)).toEqual([
      'queued',
      'ingesting',
      'day_splitting',
      'scoring',
      'projecting',
    ]);
  });
});
