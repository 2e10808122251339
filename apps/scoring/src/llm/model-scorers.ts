import { scorerId } from '@powerpulse/ids';
import type { LaneLimits } from '../domain/llm/call-limits.js';
import { ANSWER_TOKENS_PER_DAY } from '../domain/llm/response-schema.js';
import { PROMPT_FORMAT } from '../domain/llm/rubric-prompt.js';
import type { RubricDocument } from '@powerpulse/contracts';
import type { CatalogEntry } from '../jobs/scorer-catalog.js';
import { LlmScorer } from './llm-scorer.js';
import type { ModelCaller } from './model-caller.js';
import type { ModelSettings } from './model-settings.js';
import { rubricHash } from './rubrics.js';
import type { Sealing } from './sealing.js';

export interface ModelBounds {
  maxTokens: number;
  maxDays: number;
  lingerMs: number;
}

export interface Model {
  settings: ModelSettings;
  bounds: ModelBounds;
  limits: LaneLimits;
}

/** The share of the model's output limit that an expected answer may take. */
const OUTPUT_SHARE = 0.8;

/** One model, and a scorer for each rubric it judges by. */
export class ModelScorers {
  private readonly entries = new Map<string, Promise<CatalogEntry>>();

  constructor(
    readonly model: Model,
    private readonly caller: ModelCaller,
    private readonly sealing: Sealing,
  ) {}

  get lane(): string {
    return this.caller.lane;
  }

  /** Everything that could change an answer, beside model and rubric name. */
  paramsOf(rubric: RubricDocument): Record<string, string | number> {
    const { settings, bounds } = this.model;
    return {
      format: PROMPT_FORMAT,
      host: new URL(settings.baseUrl).host,
      max_tokens: bounds.maxTokens,
      rubric_hash: rubricHash(rubric),
      structured: settings.structured,
      temperature: 0,
    };
  }

  idOf(rubric: RubricDocument): string {
    const { provider, model } = this.model.settings;
    return scorerId(provider, model, rubric.name, JSON.stringify(this.paramsOf(rubric)));
  }

  entry(rubric: RubricDocument): Promise<CatalogEntry> {
    const id = this.idOf(rubric);
    const known = this.entries.get(id);
    if (known !== undefined) return known;
    const made = this.make(id, rubric);
    this.entries.set(id, made);
    made.catch(() => this.entries.delete(id));
    return made;
  }

  private async make(id: string, rubric: RubricDocument): Promise<CatalogEntry> {
    const { settings, bounds } = this.model;
    const { maxTokens, maxDays, lingerMs } = bounds;
    const fixedTokens = await this.sealing.fixed(rubric, maxDays, settings.tokenizer);
    const who = { provider: settings.provider, model: settings.model, rubric: rubric.name };
    return {
      scorer: new LlmScorer(who, { rubric, settings, maxTokens, fixedTokens }, this.caller, this.sealing),
      scorerId: id,
      lane: this.lane,
      bounds: {
        ...{ maxDays, maxTokens, fixedTokens, lingerMs, quietMs: lingerMs / 4 },
        answer: { tokensPerDay: ANSWER_TOKENS_PER_DAY, maxTokens: OUTPUT_SHARE * settings.outputLimit },
      },
      atOnce: false,
      external: true,
      cost: (input, output) => this.caller.cost({ input, output }),
    };
  }
}
