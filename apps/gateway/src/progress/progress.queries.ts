import { Injectable } from '@nestjs/common';
import { Database, NotFound } from '@powerpulse/runtime';
import type { Page } from '../http/paging.js';
import type { UploadStatus } from './domain/progress.js';
import { RefreshProgress } from './refresh-progress.js';
import { countUploads, findUpload, listUploads, type UploadRow } from './upload-rows.js';

export const NO_SUCH_UPLOAD = 'There is no such upload.';

/** What is known of uploads now: stored where they have ended, asked for where they have not. */
@Injectable()
export class ProgressQueries {
  constructor(
    private readonly database: Database,
    private readonly refresh: RefreshProgress,
  ) {}

  async one(organization: string, uploadId: string): Promise<UploadRow> {
    const [row] = await this.refresh.of(organization, [await this.stored(organization, uploadId)]);
    if (row === undefined) throw new NotFound(NO_SUCH_UPLOAD);
    return row;
  }

  /** Without asking anybody. */
  async stored(organization: string, uploadId: string): Promise<UploadRow> {
    const row = await this.database.read(organization, (tx) => findUpload(tx, organization, uploadId));
    if (row === undefined) throw new NotFound(NO_SUCH_UPLOAD);
    return row;
  }

  async page(
    organization: string,
    status: UploadStatus | null,
    page: Page,
  ): Promise<{ rows: readonly UploadRow[]; total: number }> {
    const { rows, total } = await this.database.read(organization, async (tx) => ({
      rows: await listUploads(tx, organization, { status, limit: page.size, offset: page.offset }),
      total: await countUploads(tx, organization, status),
    }));
    return { rows: await this.refresh.of(organization, rows), total };
  }
}
