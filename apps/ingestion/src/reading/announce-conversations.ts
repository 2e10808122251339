import { ConversationIngested } from '@powerpulse/contracts';
import { eventId } from '@powerpulse/ids';
import type { UnitOfWork } from '@powerpulse/messaging';
import type { Announcement } from '../domain/settle-batch.js';
import { isoOf } from '../tables/epoch-ms.js';
import type { HeldUpload } from './upload-queue.js';

/** One event for each conversation, upload and version. */
export function announceConversations(
  unit: UnitOfWork,
  { organization, uploadId, correlationId }: HeldUpload,
  announcements: readonly Announcement[],
): void {
  for (const { conversationId, chatId, version, messageCount, firstAt, lastAt, force } of announcements) {
    unit.emit(ConversationIngested, {
      organization,
      id: eventId('ConversationIngested', uploadId, conversationId, version),
      correlationId,
      data: {
        conversation_id: conversationId,
        chat_id: chatId,
        upload_id: uploadId,
        conversation_version: version,
        message_count: messageCount,
        first_at: isoOf(firstAt),
        last_at: isoOf(lastAt),
        force,
      },
    });
  }
}
