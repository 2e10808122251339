import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/client';

/** What roles.ts of the gateway gives; the server decides, the screen only leaves out what it would refuse. */
export type Permission =
  | 'metrics:read'
  | 'conversations:read'
  | 'messages:read'
  | 'exports:read'
  | 'what-if:run'
  | 'uploads:read'
  | 'uploads:write'
  | 'judging:read'
  | 'judging:write'
  | 'labels:write'
  | 'settings:read'
  | 'settings:write'
  | 'operations:read'
  | 'operations:write'
  | 'members:read'
  | 'members:write'
  | 'keys:read'
  | 'keys:write'
  | 'audit:read';

export function useMay(): (permission: Permission) => boolean {
  const { data: session } = useQuery(sessionQuery);
  return (permission) => session?.permissions.includes(permission) ?? false;
}
