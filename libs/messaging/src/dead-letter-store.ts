import { eventId } from '@powerpulse/ids';
import { type Database, Problem, safeError, type Tx } from '@powerpulse/runtime';
import type { Attempts } from './attempts.js';
import type { Inbox } from './inbox.js';
import { type KnownEvent, organizationIn } from './read-event.js';

/** An event that was given up, as it came. */
export interface DeadLetter {
  id: string;
  consumer: string;
  organization: string;
  eventId: string | null;
  occurredAt: string | null;
  subject: string;
  /** The envelope's JSON, or whatever bytes there were. */
  payload: string;
  errorClass: string;
  reason: string;
  attempts: number;
  firstFailedAt: string;
  lastFailedAt: string;
  status: 'open' | 'redriven' | 'discarded';
  resolvedAt: string | null;
  discardedBecause: string | null;
}

export interface DeadLetterFilter {
  organization?: string | null;
  consumer?: string | null;
  status?: DeadLetter['status'] | null;
  /** Part of the error's class or reason, in any case. */
  reason?: string | null;
  /** Those that failed before this instant only. */
  failedBefore?: string | null;
}

export interface DeadLetterPage {
  /** Those that failed before this one: the next page. */
  after?: Pick<DeadLetter, 'id' | 'lastFailedAt'> | null;
  limit?: number;
}

export interface Burial {
  consumer: string;
  subject: string;
  payload: string;
  /** Absent where not even the envelope could be read. */
  known?: KnownEvent;
  error: unknown;
  attempts: number;
}

/** Above the stream's largest message, so that nothing redrivable is ever cut. */
const MAX_PAYLOAD = 1024 * 1024;

/** PostgreSQL's text holds no U+0000. */
const storable = (text: string) => text.replaceAll('\0', '\uFFFD');

const instant = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "${column.replaceAll(/_(\w)/g, (_, c: string) => c.toUpperCase())}"`;

const COLUMNS = `id::text, consumer, organization, event_id::text as "eventId", ${instant('occurred_at')}, subject, payload,
  error_class as "errorClass", reason, attempts, ${instant('first_failed_at')}, ${instant('last_failed_at')}, status,
  ${instant('resolved_at')}, discarded_because as "discardedBecause"`;

const MATCHING = `($1::text is null or organization = $1) and ($2::text is null or consumer = $2)
  and ($3::text is null or status = $3)
  and ($4::text is null or position(lower($4) in lower(error_class || ': ' || reason)) > 0)
  and ($5::timestamptz is null or last_failed_at < $5)`;

const matching = (filter: DeadLetterFilter) => [
  filter.organization ?? null,
  filter.consumer ?? null,
  filter.status ?? null,
  filter.reason ?? null,
  filter.failedBefore ?? null,
];

/** What may be said of it; a refusal with the first places where it is wrong. */
function inOneLine(error: unknown): { name: string; message: string } {
  const { name, message } = safeError(error);
  const wrong = error instanceof Problem ? (error.errors ?? []).slice(0, 3) : [];
  return { name, message: [message, ...wrong.map((each) => `${each.path}: ${each.message}`)].join('; ') };
}

export class DeadLetterStore {
  constructor(
    private readonly database: Database,
    private readonly schema: string,
    private readonly inbox: Inbox,
    private readonly attempts: Attempts,
  ) {}

  /** Row and inbox mark in one transaction: after it, the message may be acknowledged. */
  async bury({ consumer, subject, payload, known, error, attempts }: Burial): Promise<void> {
    const id = eventId('DeadLetter', consumer, known ? known.id : `${subject} ${payload}`);
    const { name, message } = inOneLine(error);
    await this.database.transaction(async (tx) => {
      const firstFailure = known && (await this.attempts.clear(tx, consumer, known.id));
      await tx.query(
        `insert into "${this.schema}".dead_letters (id, consumer, organization, event_id, occurred_at, subject, payload,
           error_class, reason, attempts, first_failed_at, last_failed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce($11, now()), now())
         on conflict (id) do update set error_class = excluded.error_class, reason = excluded.reason,
           attempts = excluded.attempts, last_failed_at = excluded.last_failed_at`,
        [
          id,
          consumer,
          known?.organization ?? organizationIn(subject),
          known?.id ?? null,
          known?.occurred_at ?? null,
          storable(subject),
          storable(payload.slice(0, MAX_PAYLOAD)),
          name,
          storable(message),
          attempts,
          firstFailure ?? null,
        ],
      );
      if (known) await this.inbox.mark(tx, consumer, known);
    });
  }

  /** Latest failure first. */
  async list(filter: DeadLetterFilter, { after = null, limit = 100 }: DeadLetterPage): Promise<DeadLetter[]> {
    return this.database.query<DeadLetter>(
      `select ${COLUMNS} from "${this.schema}".dead_letters
       where ${MATCHING} and ($6::uuid is null or (last_failed_at, id) < ($7::timestamptz, $6::uuid))
       order by last_failed_at desc, id desc limit $8`,
      [...matching(filter), after?.id ?? null, after?.lastFailedAt ?? null, limit],
    );
  }

  /** How many there are, and what time it is where they are written. */
  async count(filter: DeadLetterFilter): Promise<{ n: number; now: string }> {
    const [row] = await this.database.query<{ n: number; now: string }>(
      `select count(*)::int as n, ${instant('now()').replace(/ as .*$/, '')} as now
       from "${this.schema}".dead_letters where ${MATCHING}`,
      matching(filter),
    );
    if (row === undefined) throw new Error('a count without a row');
    return row;
  }

  /** Of all organizations, up to a number. */
  async countOpen(consumer: string, limit: number): Promise<number> {
    const rows = await this.database.query(
      `select 1 from "${this.schema}".dead_letters where consumer = $1 and status = 'open' limit $2`,
      [consumer, limit],
    );
    return rows.length;
  }

  async get(id: string, organization: string | null): Promise<DeadLetter | undefined> {
    const rows = await this.database.query<DeadLetter>(
      `select ${COLUMNS} from "${this.schema}".dead_letters
       where id = $1 and ($2::text is null or organization = $2)`,
      [id, organization],
    );
    return rows[0];
  }

  /** `false`: someone else was faster. Two that try at once wait for each other here. */
  async redriven(db: Pick<Tx, 'query'>, id: string): Promise<boolean> {
    const rows = await db.query(
      `update "${this.schema}".dead_letters set status = 'redriven', resolved_at = now()
       where id = $1 and status = 'open' returning id`,
      [id],
    );
    return rows.length > 0;
  }

  /** A request that was asked again with success, or discarded: what was written in it is not needed any more. */
  async settled(id: string, discardedBecause: string | null): Promise<void> {
    await this.database.query(
      `update "${this.schema}".dead_letters set status = $2, discarded_because = $3, resolved_at = now(), payload = ''
       where id = $1 and status = 'open'`,
      [id, discardedBecause === null ? 'redriven' : 'discarded', discardedBecause],
    );
  }

  async discard(id: string, because: string): Promise<void> {
    await this.database.query(
      `update "${this.schema}".dead_letters set status = 'discarded', resolved_at = now(), discarded_because = $2
       where id = $1 and status = 'open'`,
      [id, because],
    );
  }

  async failedAgain(id: string, error: unknown): Promise<void> {
    const { name, message } = inOneLine(error);
    await this.database.query(
      `update "${this.schema}".dead_letters set attempts = attempts + 1, error_class = $2, reason = $3,
         last_failed_at = now() where id = $1 and status = 'open'`,
      [id, name, message],
    );
  }
}
