import type { JobBounds } from '../domain/pack-into-jobs.js';
import type { Scorer } from '../domain/scorer.js';

export interface CatalogEntry {
  scorer: Scorer;
  /** Identity of provider, model, rubric and parameters: part of a score's address. */
  scorerId: string;
  /** `provider/model`: which workers may take its jobs. */
  lane: string;
  bounds: JobBounds;
  /** It gains nothing from fuller jobs: days are packed as they come. */
  atOnce: boolean;
  /**
   * Transcripts leave the house and calls cost money: names are fetched to hide them, and a version that a newer one has
   * replaced is not judged.
   */
  external: boolean;
  /** US dollars, by today's price; null where nothing is charged or no price is known. */
  cost: (inputTokens: number, outputTokens: number) => number | null;
}

/** Who judges in this process. */
export abstract class ScorerCatalog {
  /** Workers by lane; the local lane is always among them. */
  abstract readonly lanes: readonly { lane: string; workers: number }[];

  /** Who judges this organization's new days. */
  abstract active(organization: string): Promise<CatalogEntry>;

  /** Null where this process can't ask that scorer. */
  abstract byId(organization: string, scorerId: string): Promise<CatalogEntry | null>;

  /** Who judges where the budget is used up; null: nobody, days wait. */
  abstract readonly fallback: CatalogEntry | null;
}
