import type { Tx } from '@powerpulse/runtime';

/** The numbers of these dates have changed; DailyCsiUpdated will say so. */
export async function markDates(
  tx: Tx,
  organization: string,
  dates: readonly string[],
  correlationId: string,
): Promise<void> {
  if (dates.length === 0) return;
  await tx.client.query({
    name: 'mark-dates',
    text: `insert into announced_dates (organization, date, pending, correlation_id)
      select $1, date, true, $3 from unnest($2::date[]) as date
      on conflict (organization, date) do update set pending = true, correlation_id = excluded.correlation_id`,
    values: [organization, [...dates].sort(), correlationId],
  });
}
