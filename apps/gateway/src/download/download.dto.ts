import { ConversationFilterParams } from '../conversations/conversations.dto.js';
import { QueryEnum } from '../http/params.js';
import { EXPORT_FORMATS, type ExportFormat } from './export-text.js';

export const TABLE_TYPES = ['conversations', 'daily', 'messages'] as const;
export type TableType = (typeof TABLE_TYPES)[number];
export const EXPORT_TYPES = [...TABLE_TYPES, 'all'] as const;
export type ExportType = (typeof EXPORT_TYPES)[number];

export class DownloadParams extends ConversationFilterParams {
  @QueryEnum(
    EXPORT_TYPES,
    'One row per conversation, per conversation-day, or per message; `all`: a zip of the three with about.json.',
    'conversations',
  )
  export_type?: ExportType;

  @QueryEnum(EXPORT_FORMATS, 'How rows are written.', 'csv')
  format?: ExportFormat;

  @QueryEnum(
    ['header', 'file'],
    'Where it says by which filters, weights, scorers and version of the metrics it was made: a header of the answer, which a saved file has lost, or `file`: a zip with about.json beside the export.',
    'header',
  )
  about?: 'header' | 'file';
}
