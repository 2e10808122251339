import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@powerpulse/runtime';
import { GATEWAY_CONFIG, type GatewayConfig } from '../../config.js';
import type { Caller } from '../caller.js';
import { hashOf, newSecret } from '../secrets.js';
import { ShortMemory } from '../../short-memory.js';

interface MemberRef {
  organization: string;
  member_id: string;
}

export const LINK_HOURS = 24;

/** Who is signed in in which browser. Of a cookie and of a link only hashes are kept. */
@Injectable()
export class SessionStore {
  private readonly memory = new ShortMemory<Caller>();

  constructor(
    private readonly database: Database,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  callerWith(secret: string): Promise<Caller | undefined> {
    const hash = hashOf(secret);
    return this.memory.remember(hash, async () => {
      const [row] = await this.database.query<Omit<Caller, 'by'>>(
        `select s.organization, m.role, m.member_id as id, m.email
         from sessions s join members m on m.organization = s.organization and m.member_id = s.member_id
           join organizations o on o.organization = s.organization
         where s.session_hash = $1 and s.expires_at > now()
           and m.disabled_at is null and o.suspended_at is null`,
        [hash],
      );
      return row === undefined ? undefined : { ...row, by: 'session' };
    });
  }

  /** The new session's secret. Sessions that have expired go on the way. */
  async open({ organization, member_id }: MemberRef, byLink: boolean): Promise<string> {
    const secret = newSecret();
    await this.database.query('delete from sessions where expires_at < now()');
    await this.database.query(
      `insert into sessions (session_hash, organization, member_id, by_link, expires_at)
       values ($1, $2, $3, $4, now() + $5 * interval '1 hour')`,
      [hashOf(secret), organization, member_id, byLink, this.config.SESSION_HOURS],
    );
    return secret;
  }

  async byLink(secret: string): Promise<boolean> {
    const [row] = await this.database.query<{ by_link: boolean }>(
      'select by_link from sessions where session_hash = $1',
      [hashOf(secret)],
    );
    return row?.by_link ?? false;
  }

  async close(secret: string): Promise<void> {
    await this.database.query('delete from sessions where session_hash = $1', [hashOf(secret)]);
    this.forget();
  }

  /** All of a member's, but perhaps this one. */
  async closeAll(member: MemberRef, but = ''): Promise<void> {
    await this.database.query(
      'delete from sessions where organization = $1 and member_id = $2 and session_hash <> $3',
      [member.organization, member.member_id, hashOf(but)],
    );
    this.forget();
  }

  async makeLink({ organization, member_id }: MemberRef): Promise<{ token: string; expires_at: string }> {
    const token = newSecret();
    await this.database.query('delete from sign_in_links where expires_at < now()');
    const [row] = await this.database.query<{ at: number }>(
      `insert into sign_in_links (link_hash, organization, member_id, expires_at)
       values ($1, $2, $3, now() + $4 * interval '1 hour')
       returning (extract(epoch from expires_at) * 1000)::float8 as at`,
      [hashOf(token), organization, member_id, LINK_HOURS],
    );
    return { token, expires_at: new Date(row?.at ?? 0).toISOString() };
  }

  /** Whom the link signs in; whoever comes second gets nobody. */
  async useLink(token: string): Promise<MemberRef | undefined> {
    const [row] = await this.database.query<MemberRef>(
      `with used as (delete from sign_in_links where link_hash = $1 and expires_at > now()
                     returning organization, member_id)
       select u.organization, u.member_id from used u
         join members m on m.organization = u.organization and m.member_id = u.member_id
       where m.disabled_at is null`,
      [hashOf(token)],
    );
    return row;
  }

  forget(): void {
    this.memory.forget();
  }
}
