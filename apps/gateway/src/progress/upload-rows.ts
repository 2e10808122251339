import type { Database } from '@powerpulse/runtime';
import type { Progress, UploadStatus } from './domain/progress.js';

/** An accepted upload with what was shown of it last. Instants in epoch milliseconds. */
export interface UploadRow {
  readonly organization: string;
  readonly upload_id: string;
  readonly bytes: number;
  readonly accepted_at: number;
  readonly cancelled: boolean;
  readonly status: UploadStatus;
  /** Its percentage stands in `percentage`. */
  readonly progress: Progress | null;
  readonly percentage: number;
  readonly revision: number;
  readonly changed_at: number | null;
  readonly ended_at: number | null;
  /** The database's clock when this was read, as it wrote it. */
  readonly read_at: string;
}

const epochMs = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

export const UPLOAD_COLUMNS = `organization, upload_id::text, bytes::float8, ${epochMs('accepted_at')} as accepted_at,
  cancelled_at is not null as cancelled, status, progress, percentage, revision,
  ${epochMs('changed_at')} as changed_at, ${epochMs('ended_at')} as ended_at, clock_timestamp()::text as read_at`;

type Reader = Pick<Database, 'query'>;

export async function findUpload(
  db: Reader,
  organization: string,
  uploadId: string,
): Promise<UploadRow | undefined> {
  const [row] = await findUploads(db, organization, [uploadId]);
  return row;
}

export function findUploads(
  db: Reader,
  organization: string,
  uploadIds: readonly string[],
): Promise<UploadRow[]> {
  return db.query<UploadRow>(
    `select ${UPLOAD_COLUMNS} from uploads
     where organization = $1 and upload_id = any($2::uuid[]) and state = 'accepted'`,
    [organization, uploadIds],
  );
}

/** A page, newest first. */
export function listUploads(
  db: Reader,
  organization: string,
  filter: { status: UploadStatus | null; limit: number; offset: number },
): Promise<UploadRow[]> {
  return db.query<UploadRow>(
    `select ${UPLOAD_COLUMNS} from uploads
     where organization = $1 and state = 'accepted' and ($2::text is null or status = $2)
     order by uploads.accepted_at desc, uploads.upload_id limit $3 offset $4`,
    [organization, filter.status, filter.limit, filter.offset],
  );
}

export async function countUploads(
  db: Reader,
  organization: string,
  status: UploadStatus | null,
): Promise<number> {
  const [row] = await db.query<{ total: number }>(
    `select count(*)::float8 as total from uploads
     where organization = $1 and state = 'accepted' and ($2::text is null or status = $2)`,
    [organization, status],
  );
  return row?.total ?? 0;
}

/** Those not ended, the ones nobody has looked at for longest first. */
export function openUploads(db: Reader, limit: number): Promise<UploadRow[]> {
  return db.query<UploadRow>(
    `select ${UPLOAD_COLUMNS} from uploads where state = 'accepted' and ended_at is null
     order by refreshed_at nulls first limit $1`,
    [limit],
  );
}

const OPEN = `organization = $1 and state = 'accepted' and ended_at is null`;

export function oldestOpenUploads(db: Reader, organization: string, limit: number): Promise<UploadRow[]> {
  return db.query<UploadRow>(
    `select ${UPLOAD_COLUMNS} from uploads where ${OPEN} order by uploads.accepted_at, uploads.upload_id limit $2`,
    [organization, limit],
  );
}

export async function countOpenUploads(db: Reader, organization: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(`select count(*)::int as n from uploads where ${OPEN}`, [
    organization,
  ]);
  return row?.n ?? 0;
}

export interface Observation {
  readonly row: UploadRow;
  readonly progress: Progress;
  readonly endedAt: Date | null;
}

const CHANGED = `(u.progress is distinct from n.progress or n.percentage > u.percentage or n.ended is not null)`;

/**
 * Writes down what was seen, unless somebody has looked later; the percentage only ever grows and an ended upload stays
 * as it is. Returns the rows as they are now.
 */
export async function recordProgress(
  db: Reader,
  organization: string,
  seen: readonly Observation[],
): Promise<UploadRow[]> {
  const observations = seen.map(({ row, progress, endedAt }) => ({
    id: row.upload_id,
    asked: row.read_at,
    percentage: progress.progress_percentage,
    // Kept in its own column.
    progress: { ...progress, progress_percentage: 0 },
    ended: endedAt?.toISOString() ?? null,
  }));
  await db.query(
    `update uploads u set
       progress = n.progress, status = n.progress->>'status', percentage = greatest(u.percentage, n.percentage),
       refreshed_at = n.asked, ended_at = greatest(n.ended, case when n.ended is not null then u.accepted_at end),
       revision = u.revision + (${CHANGED})::int,
       changed_at = case when ${CHANGED} then now() else u.changed_at end
     from jsonb_to_recordset($2::jsonb)
       as n(id uuid, asked timestamptz, percentage float8, progress jsonb, ended timestamptz)
     where u.organization = $1 and u.upload_id = n.id and u.ended_at is null
       and (u.refreshed_at is null or u.refreshed_at < n.asked)`,
    [organization, JSON.stringify(observations)],
  );
  return findUploads(
    db,
    organization,
    seen.map(({ row }) => row.upload_id),
  );
}
