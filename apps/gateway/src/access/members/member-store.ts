import { Injectable } from '@nestjs/common';
import { Conflict, Database, NotFound, type Tx } from '@powerpulse/runtime';
import { invalidParameter } from '../../http/problem.js';
import type { Role } from '../domain/roles.js';
import { passwordHash, passwordMatches } from '../sessions/passwords.js';

export interface MemberRow {
  member_id: string;
  email: string;
  name: string;
  role: Role;
  has_password: boolean;
  created_at: number;
  disabled_at: number | null;
}

interface MemberRef {
  organization: string;
  member_id: string;
}

export const NO_SUCH_MEMBER = 'There is no such member.';

const epoch = (column: string) => `(extract(epoch from ${column}) * 1000)::float8 as ${column}`;
const COLUMNS = `member_id, email, name, role, password_hash is not null as has_password, ${epoch('created_at')}, ${epoch('disabled_at')}`;

@Injectable()
export class MemberStore {
  constructor(private readonly database: Database) {}

  async page(
    organization: string,
    limit: number,
    offset: number,
  ): Promise<{ rows: MemberRow[]; total: number }> {
    const [rows, [count]] = await this.database.read(
      organization,
      async (tx) =>
        [
          await tx.query<MemberRow>(
            `select ${COLUMNS} from members where organization = $1 order by email limit $2 offset $3`,
            [organization, limit, offset],
          ),
          await tx.query<{ total: number }>(
            'select count(*)::int as total from members where organization = $1',
            [organization],
          ),
        ] as const,
    );
    return { rows, total: count?.total ?? 0 };
  }

  async one({ organization, member_id }: MemberRef): Promise<MemberRow> {
    const [row] = await this.database.read(organization, (tx) =>
      tx.query<MemberRow>(`select ${COLUMNS} from members where organization = $1 and member_id = $2`, [
        organization,
        member_id,
      ]),
    );
    if (row === undefined) throw new NotFound(NO_SUCH_MEMBER);
    return row;
  }

  async add(member: MemberRef & Pick<MemberRow, 'email' | 'name' | 'role'>): Promise<MemberRow> {
    const [row] = await this.database.query<MemberRow>(
      `insert into members (organization, member_id, email, name, role) values ($1, $2, $3, $4, $5)
       on conflict (organization, email) do nothing returning ${COLUMNS}`,
      [member.organization, member.member_id, member.email, member.name, member.role],
    );
    if (row === undefined) throw new Conflict('There is a member with this e-mail address already.');
    return row;
  }

  /** Disabling and enabling as well; who is disabled already keeps the time. */
  change(member: MemberRef, to: { name: string; role: Role; disabled: boolean }): Promise<MemberRow> {
    return this.keepingAnOwner(member, async (tx) => {
      const [row] = await tx.query<MemberRow>(
        `update members set name = $3, role = $4,
           disabled_at = case when $5 then coalesce(disabled_at, now()) end
         where organization = $1 and member_id = $2 returning ${COLUMNS}`,
        [member.organization, member.member_id, to.name, to.role, to.disabled],
      );
      if (row === undefined) throw new NotFound(NO_SUCH_MEMBER);
      return row;
    });
  }

  remove(member: MemberRef): Promise<void> {
    return this.keepingAnOwner(member, async (tx) => {
      const reference = [member.organization, member.member_id];
      for (const table of ['sessions', 'sign_in_links', 'members']) {
        await tx.query(`delete from ${table} where organization = $1 and member_id = $2`, reference);
      }
    });
  }

  /** `current` null: whoever asks has proved themselves otherwise. */
  async setPassword(member: MemberRef, password: string, current: string | null): Promise<void> {
    const reference = [member.organization, member.member_id];
    const [row] = await this.database.query<{ password_hash: string | null }>(
      'select password_hash from members where organization = $1 and member_id = $2',
      reference,
    );
    if (current !== null && !(await passwordMatches(current, row?.password_hash ?? null))) {
      throw invalidParameter('current_password', 'is not the present password');
    }
    await this.database.query(
      'update members set password_hash = $3 where organization = $1 and member_id = $2',
      [...reference, await passwordHash(password)],
    );
  }

  /** An organization that had an owner who can sign in keeps one. */
  private keepingAnOwner<T>({ organization }: MemberRef, work: (tx: Tx) => Promise<T>): Promise<T> {
    const owners = async (tx: Tx): Promise<number> => {
      const [row] = await tx.query<{ n: number }>(
        `select count(*)::int as n from members
         where organization = $1 and role = 'owner' and disabled_at is null`,
        [organization],
      );
      return row?.n ?? 0;
    };
    return this.database.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`members:${organization}`]);
      const before = await owners(tx);
      const result = await work(tx);
      if (before > 0 && (await owners(tx)) === 0)
        throw new Conflict('The last owner can not go. Make another first.');
      return result;
    });
  }
}
