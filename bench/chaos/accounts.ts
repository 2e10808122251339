/** Accepted = reflected + dead letters + pending, for every listener, in one snapshot over all schemas. */
import type pg from 'pg';
import type { Listener, Target } from './target.js';
import { Violation } from './violation.js';

const SCHEMAS = ['gateway', 'ingestion', 'day_splitting', 'scoring', 'analytics'];
const OUTBOXES = SCHEMAS.map((s) => `select event_id, occurred_at, subject from ${s}.outbox`).join(
  ' union all ',
);

export interface Account {
  consumer: string;
  accepted: number;
  reflected: number;
  dead: number;
  pending: number;
  /** Marked as processed, but nobody said it. */
  ghosts: number;
}

export interface Accounts {
  consumers: Account[];
  /** Ids of uploads that were accepted. */
  uploads: string[];
  unpublished: number;
}

export const accountsOf = (target: Target): Promise<Accounts> =>
  target.withDatabase(async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const consumers: Account[] = [];
    for (const listener of target.listeners) consumers.push(await accountOf(client, listener));
    const uploads = await client.query<{ id: string }>(
      `select upload_id::text as id from gateway.uploads where state = 'accepted'`,
    );
    const unpublished = await client.query<{ n: number }>(
      `select ${SCHEMAS.map((s) => `(select count(*)::int from ${s}.outbox_unpublished)`).join(' + ')} as n`,
    );
    await client.query('commit');
    return {
      consumers,
      uploads: uploads.rows.map(({ id }) => id),
      unpublished: unpublished.rows[0]?.n ?? 0,
    };
  });

async function accountOf(client: pg.Client, { durable, filter }: Listener): Promise<Account> {
  const schema = durable.slice(0, durable.indexOf('--')).replaceAll('-', '_');
  const { rows } = await client.query<Omit<Account, 'consumer'>>(
    `with said as (select * from (${OUTBOXES}) o where o.subject like $2),
     known as (
       select i.event_id is not null as marked, d.event_id is not null as dead
       from said o
       left join ${schema}.inbox i on i.consumer = $1 and i.occurred_at = o.occurred_at and i.event_id = o.event_id
       left join ${schema}.dead_letters d on d.consumer = $1 and d.event_id = o.event_id and d.status = 'open')
     select count(*)::int as accepted,
       count(*) filter (where marked and not dead)::int as reflected,
       count(*) filter (where dead)::int as dead,
       count(*) filter (where not marked and not dead)::int as pending,
       (select count(*)::int from ${schema}.inbox i where i.consumer = $1
          and not exists (select from said o where o.event_id = i.event_id)) as ghosts
     from known`,
    [durable, filter.replace(/>$/, '%')],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('an account without a row');
  return { consumer: durable, ...row };
}

/** At any moment: what was answered 2xx is there, and nothing is marked that was never said. */
export function assertNothingLost(accounts: Accounts, accepted: Iterable<string>): void {
  const there = new Set(accounts.uploads);
  for (const id of accepted)
    if (!there.has(id)) throw new Violation('accepted uploads', `${id} was answered 202 and is not there`);
  for (const { consumer, ghosts } of accounts.consumers)
    if (ghosts > 0) throw new Violation('ghosts', `${ghosts} events of ${consumer} come from no outbox`);
}

export const isDrained = ({ consumers, unpublished }: Accounts): boolean =>
  unpublished === 0 && consumers.every(({ pending }) => pending === 0);

/** After the drain: nothing is pending, and only poison is dead. */
export function assertSettled(accounts: Accounts, accepted: ReadonlySet<string>): void {
  if (!isDrained(accounts))
    throw new Violation(
      'accepted = reflected + dead letters + pending',
      `still pending: ${JSON.stringify({ unpublished: accounts.unpublished, consumers: accounts.consumers.filter(({ pending }) => pending > 0) })}`,
    );
  const dead = accounts.consumers.filter((account) => account.dead > 0);
  if (dead.length > 0) throw new Violation('no dead letter', JSON.stringify(dead));
  const unknown = accounts.uploads.filter((id) => !accepted.has(id));
  if (unknown.length > 0) throw new Violation('no upload but ours', unknown.join(', '));
}
