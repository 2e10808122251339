import type { DatabaseOptions } from '@powerpulse/runtime';
import { First20261120 } from './migrations/2026-11-20-first.migration.js';
import { Conversation } from './tables/conversation.entity.js';
import { StoredMessage } from './tables/message.entity.js';
import { OrganizationSettings } from './tables/organization-settings.entity.js';
import { Reject } from './tables/reject.entity.js';
import { RemovedText } from './tables/removed-text.entity.js';
import { UploadConversation } from './tables/upload-conversation.entity.js';
import { Upload } from './tables/upload.entity.js';

export const ingestionDatabase = (url: string, poolSize?: number): DatabaseOptions => ({
  url,
  schema: 'ingestion',
  entities: [
    Upload,
    UploadConversation,
    Reject,
    Conversation,
    StoredMessage,
    OrganizationSettings,
    RemovedText,
  ],
  migrations: [First20261120],
  ...(poolSize !== undefined && { poolSize }),
});
