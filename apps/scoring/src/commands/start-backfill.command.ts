import type { ReplyOf, RequestOf, StartBackfill } from '@powerpulse/contracts';
import { Conflict, Database } from '@powerpulse/runtime';
import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { readBackfills } from '../backfills/backfill-rows.js';
import { ScorerCatalog } from '../jobs/scorer-catalog.js';
import { Wakeups } from '../jobs/wakeups.js';
import { PlanBackfillQuery } from '../queries/plan-backfill.query.js';

type Reply = ReplyOf<typeof StartBackfill>;

export class StartBackfillCommand extends Command<Reply> {
  constructor(readonly request: RequestOf<typeof StartBackfill>) {
    super();
  }
}

@CommandHandler(StartBackfillCommand)
export class StartBackfillHandler implements ICommandHandler<StartBackfillCommand> {
  constructor(
    private readonly database: Database,
    private readonly catalog: ScorerCatalog,
    private readonly queries: QueryBus,
    private readonly wakeups: Wakeups,
  ) {}

  async execute({ request }: StartBackfillCommand): Promise<Reply> {
    const { organization, backfill_id, start_date, end_date, upload_id, max_days, max_usd } = request;
    const plan = await this.queries.execute(new PlanBackfillQuery(request));
    const { scorerId } = await this.catalog.active(organization);
    await this.database.query(
      `insert into backfills (backfill_id, organization, scorer_id, status, start_date, end_date, max_days, max_usd,
         planned_days, planned_tokens, planned_usd, upload_id)
       values ($1, $2, $3, 'running', $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
      [
        ...[backfill_id, organization, scorerId, start_date, end_date, max_days, max_usd],
        ...[plan.days_to_judge, plan.input_tokens + plan.output_tokens, plan.cost_usd, upload_id ?? null],
      ],
    );
    const [started] = await readBackfills(this.database, organization, { backfillId: backfill_id });
    if (started === undefined) throw new Conflict('this backfill id is taken');
    this.wakeups.packing.raise();
    return started;
  }
}
