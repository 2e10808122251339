import { queryOptions } from '@tanstack/react-query';
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/openapi';

type Schemas = components['schemas'];
export type Metrics = Schemas['MetricsDto'];
export type DailyMetrics = Schemas['DailyMetricsDto'];
export type TrendPoint = Schemas['CsiPointDto'];
export type Conversation = Schemas['ConversationDto'];
export type Conversations = Schemas['ConversationListDto'];
export type Day = Schemas['DayDto'];
export type Message = Schemas['MessageDto'];
export type Progress = Schemas['ProgressDto'];
export type Deltas = Schemas['DeltasDto'];
export type Session = Schemas['SessionDto'];
export type DeadLetter = Schemas['DeadLetterDto'];
export type PausedConsumer = Schemas['PausedConsumerDto'];
export type Backfill = Schemas['BackfillDto'];
export type BackfillPlan = Schemas['BackfillPlanDto'];
export type ServiceHealth = Schemas['ServiceHealthDto'];
export type Replay = Schemas['ReplayDto'];
export type Settings = Schemas['SettingsDto'];
export type WeightProfile = Schemas['WeightProfileDto'];
export type WhatIf = Schemas['WhatIfDto'];
export type TimeLimits = Schemas['TimeLimitsDto'];
export type TriedZone = Schemas['TriedTimeZoneDto'];
export type TriedRules = Schemas['TriedRulesDto'];
export type ApiKey = Schemas['KeyDto'];
export type Member = Schemas['MemberDto'];
export type SignInLink = Schemas['SignInLinkDto'];
export type Explanation = Schemas['ExplainDto'];
export type GroupChange = Schemas['GroupChangeDto'];
export type ChangeSplit = Schemas['ChangeSplitDto'];

export const api = createClient<paths>({ baseUrl: location.origin });

/** What the API said of a request that failed, in its own words. */
export class ApiProblem extends Error {
  constructor(
    message: string,
    readonly hint: string | undefined,
    readonly status: number,
  ) {
    super(message);
  }
}

interface ProblemBody {
  detail?: string;
  title?: string;
  hint?: string;
}

export function problemOf(body: ProblemBody | undefined, status: number): ApiProblem {
  return new ApiProblem(body?.detail ?? body?.title ?? `The server answered ${status}.`, body?.hint, status);
}

export async function dataOf<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (data === undefined) throw problemOf(error as ProblemBody | undefined, response.status);
  return data;
}

/** Who is signed in. A 401 is an answer: nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session | null> => {
    const call = await api.GET('/api/auth/session', { signal });
    return call.response.status === 401 ? null : dataOf(Promise.resolve(call));
  },
  staleTime: Infinity,
});

export const signIn = (email: string, password: string): Promise<Session> =>
  dataOf(api.POST('/api/auth/login', { body: { email, password } }));

export const signInByLink = (token: string): Promise<Session> =>
  dataOf(api.POST('/api/auth/link', { body: { token } }));

/** `current` may be empty in a session that a one-time link opened. */
export async function setPassword(next: string, current: string): Promise<void> {
  const body = { new_password: next, ...(current === '' ? {} : { current_password: current }) };
  const { error, response } = await api.PUT('/api/auth/password', { body });
  if (!response.ok) throw problemOf(error, response.status);
}

export async function signOut(): Promise<void> {
  await api.POST('/api/auth/logout');
}

/** Both ends inclusive; without them: all data. */
export interface DateRange {
  start_date?: string;
  end_date?: string;
}

export const metricsQuery = (range: DateRange) =>
  queryOptions({
    queryKey: ['metrics', range],
    queryFn: ({ signal }) => dataOf(api.GET('/api/metrics', { params: { query: range }, signal })),
  });

/** The largest topics or agents, for choosing from. */
export const groupsQuery = (by: 'topic' | 'agent') =>
  queryOptions({
    queryKey: ['groups', by],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/metrics', { params: { query: { group_by: by, groups: 100 } }, signal })),
    staleTime: 60_000,
  });

export const outcomesQuery = (range: DateRange) =>
  queryOptions({
    queryKey: ['outcomes', range],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/metrics', { params: { query: { ...range, group_by: 'outcome' } }, signal })),
    placeholderData: (before) => before,
  });

/** Why the index moved: needs both ends of the range. */
export const explainQuery = (range: Required<DateRange>, compare: 'before' | 'year') =>
  queryOptions({
    queryKey: ['explain', range, compare],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/metrics/explain', { params: { query: { ...range, compare, limit: 6 } }, signal })),
  });

/** Index and pillars of all dates. */
export const trendQuery = queryOptions({
  queryKey: ['trend'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/charts/csi-trend', { signal })),
});

export const lowestDaysQuery = (range: DateRange) =>
  queryOptions({
    queryKey: ['lowest', range],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/metrics/lowest-days', { params: { query: { ...range, limit: 5 } }, signal })),
  });

export type ConversationFilter = NonNullable<paths['/api/conversations']['get']['parameters']['query']>;

export const conversationsQuery = (filter: ConversationFilter) =>
  queryOptions({
    queryKey: ['conversations', filter],
    queryFn: ({ signal }) => dataOf(api.GET('/api/conversations', { params: { query: filter }, signal })),
    placeholderData: (previous) => previous,
  });

const chat = (chatId: string) => ({ params: { path: { chat_id: chatId } } });

export const conversationQuery = (chatId: string) =>
  queryOptions({
    queryKey: ['conversation', chatId],
    queryFn: ({ signal }) => dataOf(api.GET('/api/conversations/{chat_id}', { ...chat(chatId), signal })),
  });

export const daysQuery = (chatId: string) =>
  queryOptions({
    queryKey: ['days', chatId],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/conversations/{chat_id}/daily', { ...chat(chatId), signal })),
  });

export const messagesQuery = (chatId: string, page: number) =>
  queryOptions({
    queryKey: ['messages', chatId, page],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/conversations/{chat_id}/messages', {
          params: { path: { chat_id: chatId }, query: { page, page_size: 100 } },
          signal,
        }),
      ),
    placeholderData: (previous) => previous,
  });

const MOVING = new Set(['queued', 'processing']);
export const isMoving = (upload: Progress) => MOVING.has(upload.status);

export const uploadsQuery = queryOptions({
  queryKey: ['uploads'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/progress', { params: { query: { page_size: 20 } }, signal })),
  // The live stream tells of each step; this is for where it can not.
  refetchInterval: ({ state }) => (state.data?.uploads.some(isMoving) ? 3_000 : 30_000),
});
