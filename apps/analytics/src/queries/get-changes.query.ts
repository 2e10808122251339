import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetChanges, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { changedSince, Database, takenHere, type Tx } from '@powerpulse/runtime';
import { readReplays } from '../tables/replay-rows.js';

type Request = RequestOf<typeof GetChanges>;
type Reply = ReplyOf<typeof GetChanges>;

/** More are not told one by one. */
const MOST_DATES = 400;
/** One changes at a time; more only where nobody looked for long. */
const MOST_REPLAYS = 20;

export class GetChangesQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

@QueryHandler(GetChangesQuery)
export class GetChangesHandler implements IQueryHandler<GetChangesQuery> {
  constructor(private readonly database: Database) {}

  execute({ request: { organization, since } }: GetChangesQuery): Promise<Reply> {
    return this.database.read(organization, async (tx) => {
      const [position] = await tx.query<Reply['now'] & { known: boolean }>(
        `select pg_current_snapshot()::text as snapshot, ${takenHere('$2::pg_snapshot')} as known,
           coalesce((select live_generation from organizations where organization = $1), 0) as generation`,
        [organization, since?.snapshot ?? null],
      );
      if (position === undefined) throw new Error('PostgreSQL has no snapshot');
      const { known, ...now } = position;
      if (since === null) return { now, dates: [], replays: [] };
      if (!known) return { now, dates: null, replays: [] };
      // Another generation is shown: every number may be another.
      const dates =
        since.generation === now.generation ? await changedDates(tx, organization, since.snapshot) : null;
      const replays = await readReplays(tx, organization, { limit: MOST_REPLAYS, since: since.snapshot });
      return { now, dates, replays };
    });
  }
}

async function changedDates(tx: Tx, organization: string, snapshot: string): Promise<string[] | null> {
  const rows = await tx.query<{ date: string }>(
    `select date from announced_dates where organization = $1 and ${changedSince('$2::pg_snapshot')} limit $3`,
    [organization, snapshot, MOST_DATES + 1],
  );
  return rows.length > MOST_DATES ? null : rows.map(({ date }) => date).sort();
}
