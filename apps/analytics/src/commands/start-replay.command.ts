import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Replay, RequestOf, StartReplay } from '@powerpulse/contracts';
import { Conflict, Database, InvalidInput, NotFound, type Tx } from '@powerpulse/runtime';
import { openGeneration } from '../generations/open-generation.js';
import { Projector } from '../projection/projector.js';
import { checkRange } from '../queries/date-range.js';
import { lockOrganization } from '../tables/organizations.js';
import { readReplays } from '../tables/replay-rows.js';

type Request = RequestOf<typeof StartReplay>;

export class StartReplayCommand extends Command<Replay> {
  constructor(readonly request: Request) {
    super();
  }
}

/** Returns once it is begun; GenerationBuilder does the work, also after a restart. */
@CommandHandler(StartReplayCommand)
export class StartReplayHandler implements ICommandHandler<StartReplayCommand> {
  constructor(
    private readonly database: Database,
    private readonly projector: Projector,
  ) {}

  async execute({ request }: StartReplayCommand): Promise<Replay> {
    const { organization, replay_id } = request;
    checkRange(request);
    return this.database.transaction(async (tx) => {
      await lockOrganization(tx, organization);
      const [same] = await readReplays(tx, organization, { replayId: replay_id });
      if (same !== undefined) return same;
      await assertPossible(tx, request);
      await openGeneration(tx, organization, {
        source: 'events',
        activeScorer: this.projector.activeScorer,
        replay: { ...request, cause: 'requested' },
      });
      const [started] = await readReplays(tx, organization, { replayId: replay_id });
      if (started === undefined) throw new Error('a replay is gone');
      return started;
    });
  }
}

async function assertPossible(tx: Tx, { organization, start_date, end_date }: Request): Promise<void> {
  const [known] = await tx.query<{ under_way: string | null; first: string | null; last: string | null }>(
    `select (select replay_id from replays r where r.organization = o.organization
               and state in ('building', 'comparing', 'ready', 'failed')) as under_way,
       (select min(date) from conversation_days d where d.generation = o.live_generation
          and d.organization = o.organization and chat_id is not null) as first,
       (select max(date) from conversation_days d where d.generation = o.live_generation
          and d.organization = o.organization and chat_id is not null) as last
     from organizations o where organization = $1`,
    [organization],
  );
  if (known === undefined) throw new NotFound('there is nothing to replay: no event was ever projected');
  if (known.under_way !== null)
    throw new Conflict(`replay ${known.under_way} is under way: switch to it or cancel it first`);
  const { first, last } = known;
  if (start_date !== null && (last === null || start_date > last))
    throw new InvalidInput('the range is empty', [
      { path: 'start_date', message: 'lies after the last day there is' },
    ]);
  if (end_date !== null && (first === null || end_date < first))
    throw new InvalidInput('the range is empty', [
      { path: 'end_date', message: 'lies before the first day there is' },
    ]);
}
