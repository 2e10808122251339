import type { GetUsage, ReplyOf } from '@powerpulse/contracts';
import type { Database, Tx } from '@powerpulse/runtime';
import { reservation, type BudgetState, type Reservation } from '../domain/llm/budget.js';

export interface BudgetWarning {
  percent: number;
  limitUsd: number | null;
  spentUsd: number;
}

type Reserved = { ok: true; warning: BudgetWarning | null } | Extract<Reservation, { ok: false }>;

/** Money per organization and calendar month (UTC). The month's row is locked by whoever reserves. */
export class Budgets {
  /** `defaultLimit`: of organizations without a budget of their own. */
  constructor(private readonly defaultLimit: number | null) {}

  async reserve(tx: Tx, organization: string, usd: number | null): Promise<Reserved> {
    const state = await this.lock(tx, organization);
    const decided = reservation(state, usd);
    if (!decided.ok) return decided;
    await tx.query(
      `update budget_use set reserved_usd = reserved_usd + $2, warned = greatest(warned, $3)
       where organization = $1 and month = date_trunc('month', now() at time zone 'UTC')::date`,
      [organization, usd ?? 0, decided.warn ?? 0],
    );
    const warning =
      decided.warn === null
        ? null
        : { percent: decided.warn, limitUsd: state.limit, spentUsd: state.spent + state.reserved };
    return { ok: true, warning };
  }

  /** Turns a reservation of the month of `startedAt` into what was spent. */
  async settle(
    tx: Tx,
    organization: string,
    startedAt: string,
    reservedUsd: number | null,
    costUsd: number | null,
  ): Promise<void> {
    await tx.query(
      `update budget_use set reserved_usd = greatest(0, reserved_usd - $3), spent_usd = spent_usd + $4
       where organization = $1 and month = date_trunc('month', $2::timestamptz at time zone 'UTC')::date`,
      [organization, startedAt, reservedUsd ?? 0, costUsd ?? 0],
    );
  }

  async ofMonth(
    database: Pick<Database, 'query'>,
    organization: string,
  ): Promise<ReplyOf<typeof GetUsage>['budget']> {
    const [row] = await database.query<{
      month: string;
      limit_usd: number | null;
      spent_usd: number;
      reserved_usd: number;
      warned_percent: number;
    }>(
      `select m.month::text as month, b.usd_per_month::float8 as limit_usd, coalesce(u.spent_usd, 0)::float8 as spent_usd,
         coalesce(u.reserved_usd, 0)::float8 as reserved_usd, coalesce(u.warned, 0) as warned_percent
       from (select date_trunc('month', now() at time zone 'UTC')::date as month) m
       left join budget_use u on u.organization = $1 and u.month = m.month
       left join budgets b on b.organization = $1`,
      [organization],
    );
    if (row === undefined) throw new Error('a month without a row');
    return { ...row, limit_usd: row.limit_usd ?? this.defaultLimit };
  }

  /** Null takes the organization's own limit away. */
  async set(database: Database, organization: string, usdPerMonth: number | null): Promise<number | null> {
    if (usdPerMonth === null)
      await database.query('delete from budgets where organization = $1', [organization]);
    else
      await database.query(
        `insert into budgets (organization, usd_per_month) values ($1, $2)
         on conflict (organization) do update set usd_per_month = excluded.usd_per_month, updated_at = now()`,
        [organization, usdPerMonth],
      );
    // What was warned about under the old limit is warned about again under the new one.
    await database.query('update budget_use set warned = 0 where organization = $1', [organization]);
    return usdPerMonth ?? this.defaultLimit;
  }

  private async lock(tx: Tx, organization: string): Promise<BudgetState> {
    const [row] = await tx.query<{ limit: number | null; spent: number; reserved: number; warned: number }>(
      `insert into budget_use as u (organization, month)
       values ($1, date_trunc('month', now() at time zone 'UTC')::date)
       on conflict (organization, month) do update set warned = u.warned
       returning spent_usd::float8 as spent, reserved_usd::float8 as reserved, warned,
         (select usd_per_month::float8 from budgets where organization = $1) as limit`,
      [organization],
    );
    if (row === undefined) throw new Error('the budget row was neither there nor created');
    return { ...row, limit: row.limit ?? this.defaultLimit };
  }
}
