import type { DatabaseOptions } from '@powerpulse/runtime';
import type { GatewayConfig } from './config.js';
import { ApiKey } from './access/tables/api-key.entity.js';
import { AuditEntry } from './access/tables/audit-entry.entity.js';
import { LoginAttempts } from './access/tables/login-attempts.entity.js';
import { Member } from './access/tables/member.entity.js';
import { Organization } from './access/tables/organization.entity.js';
import { Session } from './access/tables/session.entity.js';
import { SignInLink } from './access/tables/sign-in-link.entity.js';
import { Access20261121 } from './migrations/2026-11-21-access.migration.js';
import { First20261120 } from './migrations/2026-11-20-first.migration.js';
import { IdempotencyKey } from './tables/idempotency-key.entity.js';
import { OrganizationSettings } from './tables/organization-settings.entity.js';
import { UploadChunk } from './tables/upload-chunk.entity.js';
import { StoredWeightProfile } from './tables/weight-profile.entity.js';
import { Upload } from './tables/upload.entity.js';

export const databaseOf = (
  config: Pick<GatewayConfig, 'DATABASE_URL' | 'DATABASE_POOL'>,
): DatabaseOptions => ({
  url: config.DATABASE_URL,
  schema: 'gateway',
  entities: [
    Upload,
    UploadChunk,
    IdempotencyKey,
    OrganizationSettings,
    StoredWeightProfile,
    Organization,
    ApiKey,
    Member,
    Session,
    SignInLink,
    LoginAttempts,
    AuditEntry,
  ],
  migrations: [First20261120, Access20261121],
  poolSize: config.DATABASE_POOL,
});
