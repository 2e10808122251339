import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { createLogger, Database } from '@powerpulse/runtime';
import { Loop } from '../loop.js';
import { Projector } from '../projection/projector.js';
import { buildStep } from './build-step.js';
import { openGeneration } from './open-generation.js';
import { removeRetired } from './remove-retired.js';
import { lockOrganization } from '../tables/organizations.js';

const POLL_MS = 1_000;

/** Builds what has been opened and removes what is retired, step by step. Several processes may do so at once. */
@Injectable()
export class GenerationBuilder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = createLogger('generations');
  private readonly loop = new Loop('generations', POLL_MS, () => this.step());

  constructor(
    private readonly database: Database,
    private readonly projector: Projector,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.adoptActiveScorer();
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  /** One step of each organization that has one to do; true where there is more. */
  async step(): Promise<boolean> {
    const building = await this.database.query<{ organization: string }>(
      `select organization from organizations o join generations g using (organization)
       where not g.retired and g.generation <> o.live_generation order by organization`,
    );
    for (const { organization } of building) {
      const outcome = await this.database.transaction((tx) => buildStep(tx, organization));
      if (outcome === 'done') this.log.info({ organization }, 'another generation is shown');
    }
    return (await removeRetired(this.database)) || building.length > 0;
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
        await openGeneration(tx, organization, { source: 'events', activeScorer });
      });
  }
}
