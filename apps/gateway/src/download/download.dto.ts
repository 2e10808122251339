import { ConversationFilterParams } from '../conversations/conversations.dto.js';
import { QueryEnum } from '../http/params.js';
import { EXPORT_FORMATS, type ExportFormat } from './export-text.js';

export const EXPORT_TYPES = ['conversations', 'messages', 'daily'] as const;
export type ExportType = (typeof EXPORT_TYPES)[number];

export class DownloadParams extends ConversationFilterParams {
  @QueryEnum(EXPORT_TYPES, 'One row per conversation, per message, or per conversation-day.', 'conversations')
  export_type?: ExportType;

  @QueryEnum(EXPORT_FORMATS, 'How rows are written.', 'csv')
  format?: ExportFormat;
}
