import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Replay, ReplayState, RequestOf, SteerReplay } from '@powerpulse/contracts';
import { Conflict, Database, NotFound, type Tx, Unavailable } from '@powerpulse/runtime';
import { showGeneration } from '../generations/show-generation.js';
import { lockOrganization } from '../tables/organizations.js';
import { readReplays } from '../tables/replay-rows.js';

type Request = RequestOf<typeof SteerReplay>;
type Action = Request['action'];

export class SteerReplayCommand extends Command<Replay> {
  constructor(readonly request: Request) {
    super();
  }
}

/** From which states an action leads to which; in that one already, it has nothing to do. */
const TRANSITIONS: Record<Action, { from: readonly ReplayState[]; to: ReplayState }> = {
  switch: { from: ['ready'], to: 'switched' },
  revert: { from: ['switched'], to: 'reverted' },
  drop: { from: ['switched'], to: 'completed' },
  cancel: { from: ['building', 'comparing', 'ready', 'failed'], to: 'cancelled' },
  resume: { from: ['failed'], to: 'building' },
};

@CommandHandler(SteerReplayCommand)
export class SteerReplayHandler implements ICommandHandler<SteerReplayCommand> {
  constructor(private readonly database: Database) {}

  execute({ request: { organization, replay_id, action } }: SteerReplayCommand): Promise<Replay> {
    return this.database.transaction(async (tx) => {
      await lockOrganization(tx, organization);
      const [replay] = await readReplays(tx, organization, { replayId: replay_id });
      if (replay === undefined) throw new NotFound(`there is no replay ${replay_id}`);
      const { from, to } = TRANSITIONS[action];
      if (replay.state === to) return replay;
      if (!from.includes(replay.state))
        throw new Conflict(`the replay is ${replay.state}: it can not be ${DONE[action]}`);
      const [generations] = await tx.query<Generations>(
        `update replays set state = $3, error = null,
           switched_at = case when $3 = 'switched' then now() else switched_at end,
           ended_at = case when $3 in ('reverted', 'completed', 'cancelled') then now() end
         where organization = $1 and replay_id = $2 and state = $4
         returning generation, previous_generation as previous`,
        [organization, replay_id, to, replay.state],
      );
      // Failing and trying again after a start wait for no lock.
      if (generations === undefined) throw new Unavailable('the replay has just changed its state');
      await carryOut(tx, organization, action, generations);
      const [steered] = await readReplays(tx, organization, { replayId: replay_id });
      if (steered === undefined) throw new Error('a replay is gone');
      return steered;
    });
  }
}

const DONE: Record<Action, string> = {
  switch: 'switched to',
  revert: 'reverted',
  drop: 'completed',
  cancel: 'cancelled',
  resume: 'resumed',
};

interface Generations {
  generation: number;
  previous: number;
}

async function carryOut(
  tx: Tx,
  organization: string,
  action: Action,
  { generation, previous }: Generations,
): Promise<void> {
  switch (action) {
    case 'switch':
      return showGeneration(tx, organization, { generation, keepPrevious: true, announce: false });
    case 'revert':
      return showGeneration(tx, organization, { generation: previous, keepPrevious: false, announce: false });
    case 'drop':
      return retire(tx, organization, previous);
    case 'cancel':
      return retire(tx, organization, generation);
    case 'resume':
      return;
  }
}

async function retire(tx: Tx, organization: string, generation: number): Promise<void> {
  await tx.query('update generations set retired = true where organization = $1 and generation = $2', [
    organization,
    generation,
  ]);
}
