import { Injectable, type OnModuleInit } from '@nestjs/common';
import { scorerId } from '@powerpulse/ids';
import { Database } from '@powerpulse/runtime';
import type { JobBounds } from './domain/pack-into-jobs.js';
import type { RubricDocument } from '@powerpulse/contracts';
import { ScorerCatalog, type CatalogEntry } from './jobs/scorer-catalog.js';
import type { ModelScorers } from './llm/model-scorers.js';
import type { Rubrics } from './llm/rubrics.js';
import type { LocalScorer } from './local/local-scorer.js';

/** No token limit and no price per call: large jobs, so that overhead is shared. */
const LOCAL_BOUNDS: JobBounds = {
  maxDays: 300,
  maxTokens: null,
  fixedTokens: 0,
  answer: null,
  lingerMs: 50,
  quietMs: 50,
};

/** Two, so that one fetches transcripts while the other judges. */
const LOCAL_WORKERS = 2;

/** The local scorer, and the model that the configuration names. */
@Injectable()
export class ConfiguredScorers extends ScorerCatalog implements OnModuleInit {
  private readonly local: CatalogEntry;
  private readonly registered = new Set<string>();

  /** `models`: null where everything is judged locally. */
  constructor(
    private readonly database: Database,
    scorer: LocalScorer,
    private readonly rubrics: Rubrics,
    private readonly models: ModelScorers | null,
    private readonly localFallback: boolean,
  ) {
    super();
    const { provider, model, rubric } = scorer.id;
    this.local = {
      scorer,
      scorerId: scorerId(provider, model, rubric, '{}'),
      lane: `${provider}/${model}`,
      bounds: LOCAL_BOUNDS,
      atOnce: true,
      external: false,
      cost: () => null,
    };
  }

  get lanes() {
    const local = { lane: this.local.lane, workers: LOCAL_WORKERS };
    if (this.models === null) return [local];
    // Twice as many as may call at once: also where all calls end together, each has a prompt ready that follows it.
    return [local, { lane: this.models.lane, workers: 2 * this.models.model.limits.concurrency }];
  }

  get fallback(): CatalogEntry | null {
    return this.localFallback ? this.local : null;
  }

  async onModuleInit(): Promise<void> {
    await this.register(this.local, {});
  }

  async active(organization: string): Promise<CatalogEntry> {
    if (this.models === null) return this.local;
    return this.entryOf(this.models, await this.rubrics.active(organization));
  }

  async byId(organization: string, id: string): Promise<CatalogEntry | null> {
    if (id === this.local.scorerId) return this.local;
    if (this.models === null) return null;
    const [row] = await this.database.query<{ rubric: string }>(
      'select rubric from scorers where scorer_id = $1',
      [id],
    );
    const rubric = row === undefined ? null : await this.rubrics.byName(organization, row.rubric);
    if (rubric === null || this.models.idOf(rubric) !== id) return null;
    return this.entryOf(this.models, rubric);
  }

  private async entryOf(models: ModelScorers, rubric: RubricDocument): Promise<CatalogEntry> {
    const entry = await models.entry(rubric);
    if (!this.registered.has(entry.scorerId)) await this.register(entry, models.paramsOf(rubric));
    return entry;
  }

  private async register({ scorer, scorerId }: CatalogEntry, params: object): Promise<void> {
    const { provider, model, rubric } = scorer.id;
    await this.database.query(
      `insert into scorers (scorer_id, provider, model, rubric, params) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [scorerId, provider, model, rubric, params],
    );
    this.registered.add(scorerId);
  }
}
