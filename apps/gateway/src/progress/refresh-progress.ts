import { Injectable } from '@nestjs/common';
import { GetIngestProgress, GetProjectionProgress } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { Database, isOutage } from '@powerpulse/runtime';
import { composeProgress } from './domain/compose-progress.js';
import type { IngestState, ProjectionState } from './domain/count-work.js';
import { recordProgress, type Observation, type UploadRow } from './upload-rows.js';

/** As many as the services answer for at once. */
export const UPLOADS_PER_QUESTION = 100;

/** Whoever asks waits no longer than this for news; then it gets what was known last. */
const PATIENCE = { timeoutMs: 2_000, tries: 1 };

/** Asks the other services how far uploads are and writes it down. */
@Injectable()
export class RefreshProgress {
  constructor(
    private readonly database: Database,
    private readonly requests: Requests,
  ) {}

  /** At most UPLOADS_PER_QUESTION of one organization. Returns them as they stand now, also where nobody answers. */
  async of(organization: string, uploads: readonly UploadRow[]): Promise<readonly UploadRow[]> {
    const open = uploads.filter((row) => row.ended_at === null);
    if (open.length === 0) return uploads;
    const news = await this.ask(
      organization,
      open.map((row) => row.upload_id),
    );
    if (news === null) return uploads;
    const seen = open.map((row) => observe(row, news));
    const now = new Map<string, UploadRow>();
    for (const row of await recordProgress(this.database, organization, seen)) now.set(row.upload_id, row);
    return uploads.map((row) => now.get(row.upload_id) ?? row);
  }

  private async ask(organization: string, ids: string[]): Promise<News | null> {
    const question = { organization, upload_ids: ids };
    try {
      const [ingest, projection] = await Promise.all([
        this.requests.ask(GetIngestProgress, question, PATIENCE),
        this.requests.ask(GetProjectionProgress, question, PATIENCE),
      ]);
      return { ingest: byUpload(ingest.uploads), projection: byUpload(projection.uploads) };
    } catch (error) {
      if (isOutage(error)) return null;
      throw error;
    }
  }
}

interface News {
  readonly ingest: ReadonlyMap<string, IngestState>;
  readonly projection: ReadonlyMap<string, ProjectionState>;
}

const byUpload = <T extends { upload_id: string }>(states: readonly T[]): Map<string, T> =>
  new Map(states.map((state) => [state.upload_id, state]));

function observe(row: UploadRow, news: News): Observation {
  const ingest = news.ingest.get(row.upload_id) ?? null;
  const projection = news.projection.get(row.upload_id) ?? null;
  const { progress, ended } = composeProgress(row, ingest, projection);
  const instants = [ingest?.finished_at, projection?.updated_at].flatMap((instant) =>
    instant == null ? [] : [Date.parse(instant)],
  );
  return { row, progress, endedAt: ended ? new Date(Math.max(...instants)) : null };
}
