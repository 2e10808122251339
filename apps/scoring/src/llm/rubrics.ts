import { hash } from 'node:crypto';
import { Database } from '@powerpulse/runtime';
import { Injectable } from '@nestjs/common';
import { BUILT_IN_RUBRIC } from '../domain/llm/built-in-rubric.js';
import { RubricDocument } from '@powerpulse/contracts';

/** A published rubric is in use everywhere within this time. */
const CACHED_MS = 2_000;

/** What organizations are judged by: the newest they published, else the built-in one. */
@Injectable()
export class Rubrics {
  private readonly cached = new Map<string, { rubric: RubricDocument; until: number }>();

  constructor(private readonly database: Database) {}

  async active(organization: string): Promise<RubricDocument> {
    const known = this.cached.get(organization);
    if (known !== undefined && known.until > Date.now()) return known.rubric;
    const [row] = await this.database.query<{ document: string }>(
      `select document::text as document from rubrics where organization = $1
       order by published_at desc, name desc limit 1`,
      [organization],
    );
    const rubric = row === undefined ? BUILT_IN_RUBRIC : RubricDocument.parse(JSON.parse(row.document));
    this.cached.set(organization, { rubric, until: Date.now() + CACHED_MS });
    return rubric;
  }

  /** After a publication by this process. */
  forget(organization: string): void {
    this.cached.delete(organization);
  }

  async byName(organization: string, name: string): Promise<RubricDocument | null> {
    if (name === BUILT_IN_RUBRIC.name) return BUILT_IN_RUBRIC;
    const [row] = await this.database.query<{ document: string }>(
      'select document::text as document from rubrics where organization = $1 and name = $2',
      [organization, name],
    );
    return row === undefined ? null : RubricDocument.parse(JSON.parse(row.document));
  }
}

/** The same document has the same hash, whatever the order of its keys. */
export function rubricHash(rubric: RubricDocument): string {
  return hash('sha256', JSON.stringify(sorted(rubric)), 'hex').slice(0, 16);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
