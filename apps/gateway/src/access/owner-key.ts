import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@powerpulse/runtime';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import { prefixOf } from './keys/key-store.js';
import { FIRST_ORGANIZATION } from './organizations/first-organization.js';
import { hashOf } from './secrets.js';

const MADE_BY = 'OWNER_KEY';

/** The key with which an installation begins: OWNER_KEY. Another one replaces it; one that was revoked stays so. */
@Injectable()
export class OwnerKey implements OnModuleInit {
  constructor(
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
    private readonly database: Database,
  ) {}

  async onModuleInit(): Promise<void> {
    const { OWNER_KEY: secret } = this.config;
    if (secret === undefined) return;
    const hash = hashOf(secret);
    await this.database.transaction(async (tx) => {
      await tx.query(
        `insert into api_keys (organization, key_id, secret_hash, prefix, name, role, created_by)
         values ($1, $2, $3, $4, $5, 'owner', $6) on conflict (secret_hash) do nothing`,
        [FIRST_ORGANIZATION, randomUUID(), hash, prefixOf(secret), 'OWNER_KEY of this installation', MADE_BY],
      );
      await tx.query(
        `update api_keys set revoked_at = now()
         where organization = $1 and created_by = $2 and secret_hash <> $3 and revoked_at is null`,
        [FIRST_ORGANIZATION, MADE_BY, hash],
      );
    });
  }
}
