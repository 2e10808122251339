import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, dataOf, problemOf, type Settings, type TimeLimits } from '../api/client';
import type { Part } from '../weights/share-out';
import type { Role } from './roles';

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/organization', { signal })),
});

export const renameOrganization = (name: string) => dataOf(api.PUT('/api/organization', { body: { name } }));

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/settings', { signal })),
});

export type Choice = Partial<
  Pick<Settings, 'time_zone' | 'weight_profile' | 'auto_response_patterns' | 'time_limits'>
>;

/** Refused where somebody else changed them meanwhile. */
export function putSettings(before: Settings, choice: Choice): Promise<Settings> {
  const { settings_version, time_zone, weight_profile, auto_response_patterns, time_limits } = before;
  const body = {
    settings_version,
    time_zone,
    weight_profile,
    auto_response_patterns,
    time_limits,
    ...choice,
  };
  return dataOf(api.PUT('/api/settings', { body }));
}

export const profilesQuery = queryOptions({
  queryKey: ['weight-profiles'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/weight-profiles', { signal })),
});

type Weights = Record<Part, number>;
export const createProfile = (name: string, weights: Weights) =>
  dataOf(api.POST('/api/weight-profiles', { body: { name, weights } }));
export const changeProfile = (name: string, weights: Weights) =>
  dataOf(api.PUT('/api/weight-profiles/{name}', { params: { path: { name } }, body: { weights } }));

/** What the numbers of all days would be. Stores nothing. */
export const whatIfQuery = (asked: { weights?: Weights; time_limits?: TimeLimits }) =>
  queryOptions({
    queryKey: ['what-if', 'settings', asked],
    queryFn: ({ signal }) => dataOf(api.POST('/api/what-if', { body: { ...asked, limit: 0 }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const tryRulesQuery = (patterns: string[]) =>
  queryOptions({
    queryKey: ['tried-rules', patterns],
    queryFn: ({ signal }) =>
      dataOf(api.POST('/api/auto-response-rules/dry-run', { body: { patterns }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const tryZoneQuery = (time_zone: string) =>
  queryOptions({
    queryKey: ['tried-zone', time_zone],
    queryFn: ({ signal }) =>
      dataOf(api.POST('/api/settings/time-zone/dry-run', { body: { time_zone }, signal })),
    staleTime: 60_000,
  });

const PAGE = 50;
export const keysQuery = (page: number) =>
  queryOptions({
    queryKey: ['api-keys', page],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/api-keys', { params: { query: { page, page_size: PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });

export interface KeyWish {
  name: string;
  role: Role;
  expires_in_days: number | null;
  agent_email?: string;
}
export const makeKey = (body: KeyWish) => dataOf(api.POST('/api/api-keys', { body }));
export const revokeKey = (key_id: string) =>
  dataOf(api.DELETE('/api/api-keys/{key_id}', { params: { path: { key_id } } }));

export const membersQuery = (page: number) =>
  queryOptions({
    queryKey: ['members', page],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/members', { params: { query: { page, page_size: PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });

export interface MemberWish {
  email: string;
  name: string;
  role: Exclude<Role, 'ingest'>;
}
const of = (member_id: string) => ({ params: { path: { member_id } } });
export const addMember = (body: MemberWish) => dataOf(api.POST('/api/members', { body }));
export const changeMember = (member_id: string, body: Omit<MemberWish, 'email'> & { disabled: boolean }) =>
  dataOf(api.PUT('/api/members/{member_id}', { ...of(member_id), body }));
export const makeSignInLink = (member_id: string) =>
  dataOf(api.POST('/api/members/{member_id}/sign-in-link', of(member_id)));
export async function removeMember(member_id: string): Promise<void> {
  const { error, response } = await api.DELETE('/api/members/{member_id}', of(member_id));
  if (!response.ok) throw problemOf(error, response.status);
}

export const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  queryFn: ({ signal, pageParam }) =>
    dataOf(
      api.GET('/api/audit', {
        params: { query: { page_size: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: null as number | null,
  getNextPageParam: ({ next_cursor }) => next_cursor,
});
export const verifyAudit = () => dataOf(api.GET('/api/audit/verify'));
