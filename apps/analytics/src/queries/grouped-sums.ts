import type { GroupBy } from '@powerpulse/contracts';

/**
 * Which rows of daily_metrics belong to groups of this kind, and which column names the group. The rows of `all` are per
 * scorer already; days that nobody judged belong to none.
 */
export const groupsOf = (groupBy: GroupBy): { dimension: string; column: string; only: string } =>
  groupBy === 'scorer'
    ? { dimension: 'all', column: 'scorer', only: `scorer <> ''` }
    : { dimension: groupBy, column: 'member', only: 'true' };
