import { LRUCache } from 'lru-cache';
import { conversationsBetween, type GapTable, NONE_BEFORE } from '../domain/gap-table.js';
import type { Dates } from './known-dates.js';
import type { Snapshot } from './load-dates.js';

/** Of all organizations together. */
const MAX_BYTES = 8 * 1024 * 1024;
const BYTES_A_GAP = 12;
/** As many questions as reading them costs: while an upload comes in, a state is asked less often than that. */
const ASKED_OFTEN = 30;
/** Some 50 ms of reading. Whoever has more is counted by a query each time, which takes 0.5 ms. */
const MOST_GAPS = 50_000;

interface Known {
  readonly state: string;
  asked: number;
  table: GapTable | null;
}

/** The gaps of organizations that are asked of often, each's until its read models change (decision 13). */
export class KnownGaps {
  private readonly known = new LRUCache<string, Known>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ table }) => 500 + BYTES_A_GAP * (table?.dates.length ?? 0),
  });

  /** How many conversations have a day of the series in the range; `null` where that is not known here. */
  async conversationsIn(view: Snapshot, series: string, { first, last }: Dates): Promise<number | null> {
    const key = `${view.scope.organization} ${series}`;
    const found = this.known.get(key);
    const known = found?.state === view.state ? found : { state: view.state, asked: 0, table: null };
    known.asked += 1;
    if (known !== found) this.known.set(key, known);
    if (known.asked === ASKED_OFTEN) {
      known.table = await loadGaps(view, series);
      // It has grown.
      this.known.delete(key);
      this.known.set(key, known);
    }
    return known.table && conversationsBetween(known.table, first, last);
  }
}

const GAPS = `select coalesce(json_agg(date - date '1970-01-01' order by date), '[]') as dates,
    coalesce(json_agg(case when previous = '-infinity' then $5::int else previous - date '1970-01-01' end order by date), '[]') as previous,
    coalesce(json_agg(n order by date), '[]') as n
  from (select date, previous, n from day_gaps
    where generation = $1 and organization = $2 and series = $3 limit $4) as gaps`;

async function loadGaps({ tx, scope }: Snapshot, series: string): Promise<GapTable | null> {
  const values = [scope.generation, scope.organization, series, MOST_GAPS + 1, NONE_BEFORE];
  const [row] = await tx.query<Record<keyof GapTable, number[]>>(GAPS, values);
  if (row === undefined || row.dates.length > MOST_GAPS) return null;
  const { dates, previous, n } = row;
  return { dates: Int32Array.from(dates), previous: Int32Array.from(previous), n: Int32Array.from(n) };
}
