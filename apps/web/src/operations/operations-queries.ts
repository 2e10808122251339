import { queryOptions } from '@tanstack/react-query';
import { api, type Backfill, type BackfillPlan, dataOf } from '../api/client';

/** The live stream tells most of it; this is for where it can not. */
const REFRESH_MS = 15_000;

export const pipelineQuery = queryOptions({
  queryKey: ['pipeline'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/pipeline', { signal })),
  refetchInterval: REFRESH_MS,
});

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/health', { signal })),
  refetchInterval: REFRESH_MS,
});

export const deadLettersQuery = queryOptions({
  queryKey: ['dead-letters'],
  queryFn: ({ signal }) =>
    dataOf(api.GET('/api/dead-letters', { params: { query: { page_size: 50 } }, signal })),
  refetchInterval: REFRESH_MS,
});

const one = (dead_letter_id: string) => ({ params: { path: { dead_letter_id } } });
export const redrive = (id: string) =>
  dataOf(api.POST('/api/dead-letters/{dead_letter_id}/redrive', one(id)));
export const redriveAll = () => dataOf(api.POST('/api/dead-letters/redrive', { body: {} }));
export const discard = (id: string, because: string) =>
  dataOf(api.POST('/api/dead-letters/{dead_letter_id}/discard', { ...one(id), body: { because } }));
export const resumeConsumer = (consumer: string) =>
  dataOf(api.POST('/api/consumers/{consumer}/resume', { params: { path: { consumer } } }));

const BUILDING = new Set(['building', 'comparing']);
export const replaysQuery = queryOptions({
  queryKey: ['replays'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/replays', { signal })),
  refetchInterval: ({ state }) =>
    state.data?.replays.some((replay) => BUILDING.has(replay.state)) ? 1_500 : REFRESH_MS,
});

export const startReplay = () => dataOf(api.POST('/api/replays', { body: { switch: 'manual' } }));
export type ReplayStep = 'switch' | 'revert' | 'drop' | 'cancel' | 'resume';
export const moveReplay = (replay_id: string, step: ReplayStep) =>
  dataOf(api.POST(`/api/replays/{replay_id}/${step}`, { params: { path: { replay_id } } }));

export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/jobs', { params: { query: { page_size: 20 } }, signal })),
  refetchInterval: REFRESH_MS,
});

export const usageQuery = queryOptions({
  queryKey: ['usage'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/usage', { signal })),
  refetchInterval: REFRESH_MS,
});

/** Without a date: from the beginning, up to now. Without a cap: all of them. */
export interface BackfillScope {
  start_date?: string;
  end_date?: string;
  max_usd?: number;
  /** Only the days of this upload. */
  upload_id?: string;
}

const postBackfill = (scope: BackfillScope, dry_run: boolean) =>
  dataOf(api.POST('/api/backfills', { body: { ...scope, dry_run } }));

/** What it would take: nothing is done. */
export const planQuery = (scope: BackfillScope) =>
  queryOptions({
    queryKey: ['backfill-plan', scope],
    queryFn: () => postBackfill(scope, true) as Promise<BackfillPlan>,
    placeholderData: (before) => before,
    refetchInterval: REFRESH_MS,
  });

export const startBackfill = (scope: BackfillScope) => postBackfill(scope, false) as Promise<Backfill>;

export const backfillsQuery = queryOptions({
  queryKey: ['backfills'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/backfills', { params: { query: { page_size: 5 } }, signal })),
  refetchInterval: ({ state }) =>
    state.data?.backfills.some(({ status }) => status === 'running') ? 1_500 : REFRESH_MS,
});

export type BackfillStep = 'pause' | 'resume' | 'cancel';
export const steerBackfill = (backfill_id: string, step: BackfillStep) =>
  dataOf(api.POST(`/api/backfills/{backfill_id}/${step}`, { params: { path: { backfill_id } } }));
