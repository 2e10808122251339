import { Injectable } from '@nestjs/common';
import { GetChanges, type ReplyOf } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { changedSince, Database, isOutage, takenHere } from '@powerpulse/runtime';
import { pipelineOf } from '../progress/domain/pipeline.js';
import {
  countOpenUploads,
  oldestOpenUploads,
  UPLOAD_COLUMNS,
  type UploadRow,
} from '../progress/upload-rows.js';
import { UPLOADS_PER_QUESTION } from '../progress/refresh-progress.js';
import type { PipelineDto } from '../progress/pipeline.dto.js';
import { type LiveChanges, MOST_UPLOADS } from './domain/live-changes.js';
import type { LivePosition } from './domain/live-position.js';

/** What is not answered now is told at the next turn. */
const PATIENCE = { timeoutMs: 2_000, tries: 1 };

/** Reads what changed in an organization since a position, in the gateway's tables and in those of analytics. */
@Injectable()
export class ChangesReader {
  constructor(
    private readonly database: Database,
    private readonly requests: Requests,
  ) {}

  async position(organization: string): Promise<LivePosition> {
    const [row] = await this.database.query<{ snapshot: string }>(
      'select pg_current_snapshot()::text as snapshot',
    );
    const analytics = await this.inAnalytics(organization, null);
    return { uploads: row?.snapshot ?? '', analytics: analytics?.now ?? null };
  }

  /** Without what waits where. */
  async since(organization: string, position: LivePosition): Promise<Omit<LiveChanges, 'pipeline'>> {
    const [uploads, analytics] = await Promise.all([
      this.uploads(organization, position.uploads),
      this.inAnalytics(organization, position.analytics),
    ]);
    return {
      position: { uploads: uploads.snapshot, analytics: analytics?.now ?? position.analytics },
      dates: datesIn(analytics, position.analytics !== null),
      uploads: uploads.rows,
      replays: analytics?.replays ?? [],
    };
  }

  /** As it was looked at last: nobody is asked. */
  async pipeline(organization: string): Promise<PipelineDto> {
    const open = await oldestOpenUploads(this.database, organization, UPLOADS_PER_QUESTION);
    return {
      open_uploads:
        open.length < UPLOADS_PER_QUESTION
          ? open.length
          : await countOpenUploads(this.database, organization),
      looked_at: open.length,
      stages: pipelineOf(open, Date.now()),
    };
  }

  /** In one statement, so that the new snapshot is the one the rows were read with. */
  private async uploads(organization: string, since: string) {
    const rows = await this.database.read(organization, (tx) =>
      tx.query<UploadRow & { snapshot: string; upload_id: string | null }>(
        `select pg_current_snapshot()::text as snapshot, u.* from (select 1) as always left join (
         select ${UPLOAD_COLUMNS} from uploads
         where organization = $1 and state = 'accepted' and (${changedSince('$2::pg_snapshot')} or not ${takenHere('$2::pg_snapshot')})
         order by accepted_at desc limit ${String(MOST_UPLOADS)}) as u on true`,
        [organization, since],
      ),
    );
    return { snapshot: rows[0]?.snapshot ?? since, rows: rows.filter((row) => row.upload_id !== null) };
  }

  private async inAnalytics(organization: string, since: LivePosition['analytics']) {
    try {
      return await this.requests.ask(GetChanges, { organization, since }, PATIENCE);
    } catch (error) {
      if (isOutage(error)) return null;
      throw error;
    }
  }
}

/** Where analytics was away until now, every date may have changed. */
function datesIn(answer: ReplyOf<typeof GetChanges> | null, positionKnown: boolean): string[] | null {
  if (answer === null) return [];
  return positionKnown ? answer.dates : null;
}
