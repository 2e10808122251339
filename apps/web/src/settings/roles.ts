import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/client';

/** In everyday words what the gateway's roles may do; docs/access.md has it in full. */
export const ROLES = {
  owner: 'Everything, other owners included.',
  admin: 'Everything but owners: settings, people, keys.',
  analyst: 'All numbers, conversations, names, uploads, downloads. Changes no settings.',
  reviewer: 'Reads conversations and rates days, without customers’ names.',
  agent: 'Only their own conversations.',
  viewer: 'Numbers only, no messages and no names.',
  ingest: 'For other programs: sends chats in, reads nothing.',
} as const;
export type Role = keyof typeof ROLES;

const NAMES = Object.keys(ROLES) as Role[];

/** Nobody gives away more than they have: an owner is made by an owner. */
export function useGivableRoles(): Role[] {
  const { data: session } = useQuery(sessionQuery);
  return NAMES.filter((role) => role !== 'owner' || session?.role === 'owner');
}
