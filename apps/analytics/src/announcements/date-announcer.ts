import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DailyCsiUpdated } from '@powerpulse/contracts';
import { eventId } from '@powerpulse/ids';
import { Transactions, type UnitOfWork } from '@powerpulse/messaging';
import { periodValues } from '../domain/period-metrics.js';
import { noTotals } from '../domain/totals.js';
import { Loop } from '../loop.js';
import { TOTALS_COLUMNS, type TotalsRecord, toTotals } from '../tables/totals-record.js';

const EVERY_MS = 1_000;
const DATES_A_ROUND = 500;

interface PendingDate {
  organization: string;
  date: string;
  correlation_id: string;
  /** When it is announced (epoch milliseconds): the same for all of one round. */
  now: number;
}

/** Tells of dates whose numbers changed: each at most once a second, however many processes tell. */
@Injectable()
export class DateAnnouncer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new Loop('announcements', EVERY_MS, () => this.announce());

  constructor(private readonly transactions: Transactions) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  /** True where there are more dates than one transaction should hold. */
  announce(): Promise<boolean> {
    return this.transactions.run(async (unit) => {
      const dates = await takePending(unit);
      const totals = await totalsOfDates(unit, dates);
      for (const pending of dates) {
        const { organization, date, now } = pending;
        const { counts, ...sums } = totals.get(`${organization} ${date}`) ?? noTotals();
        const { csi, resolution_quality, customer_ease, service_timeliness, interaction_quality } =
          periodValues({ counts, ...sums });
        const { scored_days, unscored_days, outbound_days } = counts;
        unit.emit(DailyCsiUpdated, {
          organization,
          id: eventId('DailyCsiUpdated', organization, date, now),
          correlationId: pending.correlation_id,
          data: {
            date,
            csi,
            resolution_quality,
            customer_ease,
            service_timeliness,
            interaction_quality,
            scored_days,
            unscored_days,
            outbound_days,
          },
        });
      }
      return dates.length === DATES_A_ROUND;
    });
  }
}

/** What another process is announcing, or was announced within this second, is left for later. */
function takePending({ tx }: UnitOfWork): Promise<PendingDate[]> {
  return tx.query<PendingDate>(
    `with taken as (
       select organization, date from announced_dates
       where pending and (announced_at is null or announced_at <= now() - interval '1 second')
       order by announced_at nulls first limit ${DATES_A_ROUND} for update skip locked)
     update announced_dates a set pending = false, announced_at = now() from taken t
     where a.organization = t.organization and a.date = t.date
     returning a.organization, a.date, a.correlation_id, floor(extract(epoch from now()) * 1000)::float8 as now`,
  );
}

async function totalsOfDates({ tx }: UnitOfWork, dates: readonly PendingDate[]) {
  const rows = await tx.query<TotalsRecord & { organization: string; date: string }>(
    `select organization, date, ${TOTALS_COLUMNS}
     from unnest($1::text[], $2::date[]) as asked(organization, date)
     join organizations o using (organization)
     join daily_metrics d using (organization, date)
     where d.generation = o.live_generation and d.dimension = 'all'
     group by organization, date`,
    [dates.map(({ organization }) => organization), dates.map(({ date }) => date)],
  );
  return new Map(rows.map((row) => [`${row.organization} ${row.date}`, toTotals(row)]));
}
