import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { createLogger, Database, isOutage, safeError } from '@powerpulse/runtime';
import { Loop } from '../loop.js';
import { Projector } from '../projection/projector.js';
import { lockOrganization } from '../tables/organizations.js';
import { buildStep } from './build-step.js';
import { compareReplay } from './compare-replay.js';
import { countEvents } from './generation-source.js';
import { openGeneration } from './open-generation.js';
import { ReadAhead } from './read-ahead.js';
import { Readers } from './readers.js';
import { removeRetired } from './remove-retired.js';

const POLL_MS = 1_000;
/** Of an ordinary page. */
const SMALL_PAGE = 1 / 20;

interface OpenReplay {
  organization: string;
  replay_id: string;
  state: 'building' | 'comparing';
  counted: boolean;
}

/** Builds what has been opened and removes what is retired, step by step. Several processes may do so at once. */
@Injectable()
export class GenerationBuilder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = createLogger('generations');
  private readonly ahead: ReadAhead;
  private readonly loop = new Loop('generations', POLL_MS, () => this.step());

  constructor(
    private readonly database: Database,
    private readonly projector: Projector,
    private readonly readers: Readers,
  ) {
    this.ahead = new ReadAhead(database);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.adoptActiveScorer();
    // What failed may be mended by now.
    await this.database.query(`update replays set state = 'building', error = null where state = 'failed'`);
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  /** One step of each organization that has one to do; true where there is more. */
  async step(): Promise<boolean> {
    const open = await this.database.query<OpenReplay>(
      `select organization, replay_id, state, events_total is not null or g.source = 'rows' as counted
       from replays r join generations g using (organization, generation)
       where state in ('building', 'comparing') order by organization`,
    );
    for (const replay of open) await this.advance(replay);
    return (await removeRetired(this.database)) || open.length > 0;
  }

  /** What can't be built stops, and says where; the live generation is shown as before. */
  private async advance({ organization, replay_id, state, counted }: OpenReplay): Promise<void> {
    try {
      if (!counted) await this.count(organization, replay_id);
      if (state === 'comparing') await compareReplay(this.database, organization);
      else await this.build(organization);
    } catch (error) {
      if (isOutage(error)) throw error;
      this.log.error({ err: error, organization }, 'a replay failed');
      await this.database.query(
        `update replays set state = 'failed', error = $3
         where organization = $1 and replay_id = $2 and state = 'building'`,
        [organization, replay_id, `${safeError(error).name}: ${safeError(error).message}`],
      );
    }
  }

  /** While somebody reads, in small pages, resting after each as long as it took: nobody stands behind a large one. */
  private async build(organization: string): Promise<void> {
    const makesWay = this.readers.here;
    const started = performance.now();
    await this.database.transaction((tx) =>
      buildStep(tx, organization, this.ahead, makesWay ? SMALL_PAGE : 1),
    );
    if (makesWay) await delay(performance.now() - started);
  }

  /** Before the organization is locked: it may take a while. */
  private async count(organization: string, replayId: string): Promise<void> {
    const total = await countEvents(this.database, organization);
    await this.database.query(
      `update replays set events_total = $3
       where organization = $1 and replay_id = $2 and state in ('building', 'comparing')`,
      [organization, replayId, total],
    );
  }

  /** Rows keep only the judgement that won: where another scorer is to win, history has to be read again. */
  private async adoptActiveScorer(): Promise<void> {
    const { activeScorer } = this.projector;
    const others = await this.database.query<{ organization: string }>(
      `select organization from generations where not retired group by organization
       having (array_agg(active_scorer order by generation desc))[1] is distinct from $1 order by organization`,
      [activeScorer],
    );
    for (const { organization } of others)
      await this.database.transaction(async (tx) => {
        await lockOrganization(tx, organization);
        await openGeneration(tx, organization, {
          source: 'events',
          activeScorer,
          replay: { cause: 'scorer', switch: 'when_ready' },
        });
      });
  }
}
