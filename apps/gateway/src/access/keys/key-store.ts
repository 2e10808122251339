import { Injectable } from '@nestjs/common';
import { Database } from '@powerpulse/runtime';
import type { Caller } from '../caller.js';
import type { Role } from '../domain/roles.js';
import { hashOf } from '../secrets.js';
import { ShortMemory } from '../../short-memory.js';

export interface KeyRow {
  key_id: string;
  name: string;
  prefix: string;
  role: Role;
  agent_email: string | null;
  created_at: number;
  created_by: string;
  expires_at: number | null;
  revoked_at: number | null;
}

export interface NewKey {
  organization: string;
  keyId: string;
  secret: string;
  name: string;
  role: Role;
  agentEmail: string | null;
  createdBy: string;
  expiresAt: Date | null;
}

const epoch = (column: string) => `(extract(epoch from ${column}) * 1000)::float8 as ${column}`;
const COLUMNS = `key_id, name, prefix, role, agent_email, created_by, ${['created_at', 'expires_at', 'revoked_at'].map(epoch).join(', ')}`;

/** Enough to tell keys apart in a list, far too little to guess one. */
export const prefixOf = (secret: string) => secret.slice(0, 9);

/** API keys. Only hashes are kept: a key that was lost is made anew. */
@Injectable()
export class KeyStore {
  private readonly memory = new ShortMemory<Caller>();

  constructor(private readonly database: Database) {}

  callerWith(secret: string): Promise<Caller | undefined> {
    const hash = hashOf(secret);
    return this.memory.remember(hash, async () => {
      const [row] = await this.database.query<Omit<Caller, 'by'>>(
        `select k.organization, k.role, k.key_id as id, k.agent_email as email
         from api_keys k join organizations o on o.organization = k.organization
         where k.secret_hash = $1 and k.revoked_at is null and o.suspended_at is null
           and (k.expires_at is null or k.expires_at > now())`,
        [hash],
      );
      return row === undefined ? undefined : { ...row, by: 'key' };
    });
  }

  /** Newest first; revoked ones too, so that the audit log's ids can be looked up. */
  async page(
    organization: string,
    limit: number,
    offset: number,
  ): Promise<{ rows: KeyRow[]; total: number }> {
    const [rows, [count]] = await this.database.read(
      organization,
      async (tx) =>
        [
          await tx.query<KeyRow>(
            `select ${COLUMNS} from api_keys
         where organization = $1 order by api_keys.created_at desc, key_id limit $2 offset $3`,
            [organization, limit, offset],
          ),
          await tx.query<{ total: number }>(
            'select count(*)::int as total from api_keys where organization = $1',
            [organization],
          ),
        ] as const,
    );
    return { rows, total: count?.total ?? 0 };
  }

  async one(organization: string, keyId: string): Promise<KeyRow | undefined> {
    const [row] = await this.database.read(organization, (tx) =>
      tx.query<KeyRow>(`select ${COLUMNS} from api_keys where organization = $1 and key_id = $2`, [
        organization,
        keyId,
      ]),
    );
    return row;
  }

  async add(key: NewKey): Promise<KeyRow> {
    const [row] = await this.database.query<KeyRow>(
      `insert into api_keys (organization, key_id, secret_hash, prefix, name, role, agent_email, created_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${COLUMNS}`,
      [
        key.organization,
        key.keyId,
        hashOf(key.secret),
        prefixOf(key.secret),
        key.name,
        key.role,
        key.agentEmail,
        key.createdBy,
        key.expiresAt,
      ],
    );
    if (row === undefined) throw new Error('the new key was not answered');
    return row;
  }

  /** Again: the same. */
  async revoke(organization: string, keyId: string): Promise<void> {
    await this.database.query(
      `update api_keys set revoked_at = coalesce(revoked_at, now()) where organization = $1 and key_id = $2`,
      [organization, keyId],
    );
    this.forget();
  }

  forget(): void {
    this.memory.forget();
  }
}
