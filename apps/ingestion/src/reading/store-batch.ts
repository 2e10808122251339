import type { UnitOfWork } from '@powerpulse/messaging';
import type { PreparedBatch } from '../domain/prepare-batch.js';
import { settleBatch } from '../domain/settle-batch.js';
import { announceConversations } from './announce-conversations.js';
import {
  insertMessages,
  insertRejects,
  lockConversations,
  readChats,
  writeChats,
  writeConversations,
} from './batch-tables.js';
import { type HeldUpload, hold, type UploadCheckpoint } from './upload-queue.js';

/** All that a batch does, in one transaction with the place up to which the file has then been read. */
export async function storeBatch(
  unit: UnitOfWork,
  upload: HeldUpload,
  batch: PreparedBatch,
  checkpoint: UploadCheckpoint,
): Promise<void> {
  const { tx } = unit;
  await hold(tx, upload);
  const conversations = await lockConversations(tx, upload, batch.chats);
  const chats = await readChats(tx, upload, batch.chats);
  const newPositions = await insertMessages(tx, upload, batch.messages, conversations);
  const settled = settleBatch(batch, { conversations, chats, newPositions, force: upload.force });
  await writeConversations(tx, upload, settled.conversations);
  await writeChats(tx, upload, settled.chats);
  await insertRejects(tx, upload, batch.rejects);
  await tx.query(
    `update uploads set checkpoint = $3, bytes_read = $4, kept = kept + $5, filtered = filtered + $6,
       rejected = rejected + $7, duplicate = duplicate + $8, conversations = conversations + $9,
       conversations_skipped = conversations_skipped + $10, conversations_changed = conversations_changed + $11,
       attempts = 0
     where organization = $1 and upload_id = $2`,
    [
      upload.organization,
      upload.uploadId,
      JSON.stringify(checkpoint),
      checkpoint.reader.byteOffset,
      settled.kept,
      batch.filtered,
      batch.rejected,
      settled.duplicate,
      settled.usableChats,
      settled.skippedChats,
      settled.announcements.length,
    ],
  );
  announceConversations(unit, upload, settled.announcements);
}
