import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database, NotFound } from '@powerpulse/runtime';
import { openGeneration } from '../generations/open-generation.js';
import { Projector } from '../projection/projector.js';
import { lockOrganization } from '../tables/organizations.js';

/** From history, beside the live ones, which stay until the new ones have caught up. Without an organization: all. */
export class RebuildReadModels extends Command<{ organizations: string[] }> {
  constructor(readonly organization: string | null = null) {
    super();
  }
}

@CommandHandler(RebuildReadModels)
export class RebuildReadModelsHandler implements ICommandHandler<RebuildReadModels> {
  constructor(
    private readonly database: Database,
    private readonly projector: Projector,
  ) {}

  /** Returns once the rebuilds are begun; GenerationBuilder does the work, also after a restart. */
  async execute({ organization }: RebuildReadModels): Promise<{ organizations: string[] }> {
    const known = await this.database.query<{ organization: string }>(
      'select organization from organizations where $1::text is null or organization = $1 order by organization',
      [organization],
    );
    if (organization !== null && known.length === 0)
      throw new NotFound(`there are no read models of ${organization}`);
    for (const { organization: one } of known)
      await this.database.transaction(async (tx) => {
        await lockOrganization(tx, one);
        await openGeneration(tx, one, { source: 'events', activeScorer: this.projector.activeScorer });
      });
    return { organizations: known.map(({ organization: one }) => one) };
  }
}
