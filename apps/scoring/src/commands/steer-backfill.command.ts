import type { ReplyOf, RequestOf, SteerBackfill } from '@powerpulse/contracts';
import { Conflict, Database, NotFound, type Tx } from '@powerpulse/runtime';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { readBackfills } from '../backfills/backfill-rows.js';
import { Wakeups } from '../jobs/wakeups.js';

type Request = RequestOf<typeof SteerBackfill>;
type Reply = ReplyOf<typeof SteerBackfill>;

export class SteerBackfillCommand extends Command<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

const NEXT = { pause: 'paused', resume: 'running', cancel: 'cancelled' } as const;

@CommandHandler(SteerBackfillCommand)
export class SteerBackfillHandler implements ICommandHandler<SteerBackfillCommand> {
  constructor(
    private readonly database: Database,
    private readonly wakeups: Wakeups,
  ) {}

  async execute({ request: { organization, backfill_id, action } }: SteerBackfillCommand): Promise<Reply> {
    await this.database.transaction(async (tx) => {
      const [row] = await tx.query<{ status: string }>(
        'select status from backfills where organization = $1 and backfill_id = $2 for update',
        [organization, backfill_id],
      );
      if (row === undefined) throw new NotFound(`there is no backfill ${backfill_id}`);
      if (row.status === NEXT[action]) return;
      if (row.status !== 'running' && row.status !== 'paused')
        throw new Conflict(`the backfill is ${row.status}: it can not be changed any more`);
      await tx.query(
        'update backfills set status = $2, note = null, updated_at = now() where backfill_id = $1',
        [backfill_id, NEXT[action]],
      );
      if (action === 'cancel') await endWaiting(tx, organization, backfill_id);
    });
    this.wakeups.packing.raise();
    this.wakeups.working.raise();
    const [steered] = await readBackfills(this.database, organization, { backfillId: backfill_id });
    if (steered === undefined) throw new Error('a backfill is gone');
    return steered;
  }
}

/** What no worker holds. Jobs under way are finished. */
async function endWaiting(tx: Tx, organization: string, backfillId: string): Promise<void> {
  await tx.query('delete from job_days where organization = $1 and run_id = $2 and job_id is null', [
    organization,
    backfillId,
  ]);
  await tx.query(
    `with ended as (
       update jobs set status = 'cancelled', completed_at = now(), unscored = days
       where organization = $1 and run_id = $2 and status = 'pending' returning job_id)
     update job_days i set result = 'unscored', reason = 'cancelled' from ended where i.job_id = ended.job_id`,
    [organization, backfillId],
  );
}
