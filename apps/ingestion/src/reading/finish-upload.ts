import { UploadIngested } from '@powerpulse/contracts';
import { eventId } from '@powerpulse/ids';
import type { Transactions, UnitOfWork } from '@powerpulse/messaging';
import type { Tx } from '@powerpulse/runtime';
import type { Announcement } from '../domain/settle-batch.js';
import { msOf } from '../tables/epoch-ms.js';
import { announceConversations } from './announce-conversations.js';
import { type HeldUpload, hold } from './upload-queue.js';

const PAGE = 500;

export interface Outcome {
  outcome: 'ingested' | 'cancelled' | 'failed';
  /** For people; null where nothing failed. */
  failure: string | null;
}

/**
 * Announces what was changed and not announced yet, page by page, then ends the upload. What was kept before a
 * cancellation or failure is announced as well: the same file sent again would find it known.
 */
export async function finishUpload(
  transactions: Transactions,
  upload: HeldUpload,
  outcome: Outcome,
): Promise<void> {
  const force = upload.force && outcome.outcome === 'ingested';
  for (let after: string | undefined | null = null; after !== undefined;) {
    const from: string | null = after;
    after = await transactions.run((unit) => announcePage(unit, upload, force, from));
  }
  await transactions.run(async (unit) => {
    await hold(unit.tx, upload);
    await endUpload(unit, upload, outcome);
  });
}

/** Returns the last conversation of the page; undefined after the last page. */
async function announcePage(
  unit: UnitOfWork,
  upload: HeldUpload,
  force: boolean,
  after: string | null,
): Promise<string | undefined> {
  await hold(unit.tx, upload);
  const page = await pendingConversations(unit.tx, upload, force, after);
  if (page.length === 0) return undefined;
  const announcements = page.map((row) => ({ ...row, force, version: row.version + Number(force) }));
  const ids = page.map((row) => row.conversationId);
  if (force) {
    await unit.tx.query(
      `update conversations set version = version + 1 where organization = $1 and conversation_id = any($2::uuid[])`,
      [upload.organization, ids],
    );
  }
  await unit.tx.query(
    `update upload_conversations u set pending = false,
       forced_version = case when $4 then c.version else u.forced_version end
     from conversations c
     where u.organization = $1 and u.upload_id = $2 and u.conversation_id = any($3::uuid[])
       and c.organization = u.organization and c.conversation_id = u.conversation_id`,
    [upload.organization, upload.uploadId, ids, force],
  );
  await unit.tx.query(
    `update uploads set conversations_changed = conversations_changed + $3, attempts = 0
     where organization = $1 and upload_id = $2`,
    [upload.organization, upload.uploadId, page.length],
  );
  announceConversations(unit, upload, announcements);
  return page.length < PAGE ? undefined : ids.at(-1);
}

/** Without `force` a conversation that the upload only met, and did not change, is not announced. */
function pendingConversations(
  tx: Tx,
  { organization, uploadId }: HeldUpload,
  force: boolean,
  after: string | null,
): Promise<Omit<Announcement, 'force'>[]> {
  return tx.query(
    `select conversation_id as "conversationId", c.chat_id as "chatId", c.version, c.message_count as "messageCount",
       ${msOf('c.first_at')} as "firstAt", ${msOf('c.last_at')} as "lastAt"
     from upload_conversations u join conversations c using (organization, conversation_id)
     where organization = $1 and upload_id = $2 and pending and (changed or $3)
       and ($4::uuid is null or conversation_id > $4)
     order by conversation_id limit ${PAGE} for update of c`,
    [organization, uploadId, force, after],
  );
}

interface Counts {
  kept: number;
  filtered: number;
  rejected: number;
  duplicate: number;
  conversations: number;
  conversations_changed: number;
  conversations_skipped: number;
}

/** Of what the upload met only forced versions are kept; the rest has been counted. */
export async function endUpload(
  unit: UnitOfWork,
  { organization, uploadId, correlationId }: Pick<HeldUpload, 'organization' | 'uploadId' | 'correlationId'>,
  { outcome, failure }: Outcome,
): Promise<void> {
  await unit.tx.query(
    'delete from upload_conversations where organization = $1 and upload_id = $2 and forced_version is null',
    [organization, uploadId],
  );
  const [counts] = await unit.tx.query<Counts>(
    `update uploads set state = $3, failure = $4, finished_at = now(), lease = null,
       bytes_read = case when $3 = 'ingested' then bytes else bytes_read end
     where organization = $1 and upload_id = $2
     returning kept, filtered, rejected, duplicate, conversations, conversations_changed, conversations_skipped`,
    [organization, uploadId, outcome, failure],
  );
  if (counts === undefined) throw new Error(`upload ${uploadId} is not there`);
  const { kept, filtered, rejected, duplicate, ...conversations } = counts;
  unit.emit(UploadIngested, {
    organization,
    id: eventId('UploadIngested', uploadId),
    correlationId,
    data: {
      upload_id: uploadId,
      outcome,
      failure,
      messages: { total: kept + filtered + rejected + duplicate, kept, filtered, rejected, duplicate },
      ...conversations,
    },
  });
}
