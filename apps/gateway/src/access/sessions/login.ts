import { Injectable } from '@nestjs/common';
import { Database } from '@powerpulse/runtime';
import { HttpProblem } from '../../http/problem.js';
import { AuditLog } from '../audit/audit-log.js';
import { unauthenticated } from '../credentials.js';
import { passwordMatches } from './passwords.js';

const MOST_ATTEMPTS = 10;
const WINDOW = `interval '15 minutes'`;

export interface Login {
  organization: string;
  email: string;
  password: string;
}

interface Known {
  member_id: string;
  password_hash: string | null;
}

export const tooMany = (what: string, seconds: number): HttpProblem =>
  new HttpProblem('too-many-requests', what, {}, { 'retry-after': String(Math.max(1, seconds)) });

/** Local accounts: e-mail and password. One answer, in one time, for every way to be wrong. */
@Injectable()
export class LocalAccounts {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** The member's id. Ten attempts in a quarter of an hour, counted over all replicas and addresses. */
  async verify({ organization, email, password }: Login, requestId: string): Promise<string> {
    await this.countAttempt(organization, email);
    const [member] = await this.database.query<Known>(
      `select member_id, password_hash from members m join organizations o on o.organization = m.organization
       where m.organization = $1 and email = $2 and disabled_at is null and o.suspended_at is null`,
      [organization, email],
    );
    const matches = await passwordMatches(password, member?.password_hash ?? null);
    if (member !== undefined) {
      await this.audit.record(organization, {
        caller: 'unknown',
        role: null,
        action: 'login',
        target: member.member_id,
        status: matches ? 200 : 401,
        requestId,
      });
    }
    if (member === undefined || !matches) throw unauthenticated('E-mail address or password is wrong.');
    await this.database.query('delete from login_attempts where organization = $1 and email = $2', [
      organization,
      email,
    ]);
    return member.member_id;
  }

  private async countAttempt(organization: string, email: string): Promise<void> {
    await this.database.query(`delete from login_attempts where since < now() - ${WINDOW}`);
    const [row] = await this.database.query<{ attempts: number; seconds: number }>(
      `insert into login_attempts as a (organization, email, attempts, since) values ($1, $2, 1, now())
       on conflict (organization, email) do update set attempts = a.attempts + 1
       returning attempts, ceil(extract(epoch from since + ${WINDOW} - now()))::int as seconds`,
      [organization, email],
    );
    if (row !== undefined && row.attempts > MOST_ATTEMPTS) {
      throw tooMany(
        'Too many attempts to sign in to this account. Wait, or use a one-time link.',
        row.seconds,
      );
    }
  }
}
