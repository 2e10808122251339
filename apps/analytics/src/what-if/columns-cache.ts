import { Conflict } from '@powerpulse/runtime';
import { BYTES_A_DAY } from '../domain/what-if.js';
import type { LiveView } from '../queries/live-models.js';
import { type LoadedColumns, loadColumns } from './load-columns.js';

/** Loading so few takes no longer than asking whether it is needed. */
const FEW_DAYS = 50_000;
/** More are loaded anew at most so often while numbers keep changing. */
const FRESH_MS = 30_000;
const BYTES_A_CONVERSATION = 16;

interface Entry {
  /** Which rows these are: the generation, and what the dates' rows of it are made of. */
  readonly generation: number;
  readonly fingerprint: string;
  readonly at: Date;
  readonly columns: LoadedColumns;
}

/** Columns of the organizations that asked last, within a bound of memory. */
export class ColumnsCache {
  /** In the order of their last use. */
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly maxBytes: number) {}

  async of(view: LiveView): Promise<{ columns: LoadedColumns; at: Date }> {
    const { organization, generation } = view.scope;
    const { fingerprint, days, now } = await stateOf(view);
    const known = this.entries.get(organization);
    if (known?.generation === generation) {
      const recent = days > FEW_DAYS && now.getTime() - known.at.getTime() < FRESH_MS;
      if (known.fingerprint === fingerprint || recent) return this.used(organization, known);
    }
    // Room first, so that old and new are never held together.
    this.entries.delete(organization);
    this.makeRoom(days * (BYTES_A_DAY + BYTES_A_CONVERSATION));
    const columns = await loadColumns(view.tx, view.scope, days);
    return this.used(organization, { generation, fingerprint, at: now, columns });
  }

  private used(organization: string, entry: Entry): Entry {
    this.entries.delete(organization);
    this.entries.set(organization, entry);
    return entry;
  }

  private makeRoom(bytes: number): void {
    if (bytes > this.maxBytes)
      throw new Conflict(
        `its scored days take ${String(Math.ceil(bytes / 2 ** 20))} MB, more than WHAT_IF_MEMORY_MB allows`,
      );
    for (const organization of this.entries.keys()) {
      if (this.bytes() + bytes <= this.maxBytes) return;
      this.entries.delete(organization);
    }
  }

  private bytes(): number {
    let sum = 0;
    for (const { columns } of this.entries.values())
      sum += columns.days * BYTES_A_DAY + columns.conversations * BYTES_A_CONVERSATION;
    return sum;
  }
}

/** Every change of a day changes the row of its date. */
async function stateOf({ tx, scope }: LiveView): Promise<{ fingerprint: string; days: number; now: Date }> {
  const [state] = await tx.query<{ fingerprint: string; days: number; now: number }>(
    `select coalesce(sum(hashtextextended(date::text || scorer || updated_at::text, 0)::numeric), 0)::text as fingerprint,
       coalesce(sum(scored_days), 0)::float8 as days, (extract(epoch from now()) * 1000)::float8 as now
     from daily_metrics where generation = $1 and organization = $2 and dimension = 'all'`,
    [scope.generation, scope.organization],
  );
  if (state === undefined) throw new Error('a sum without a row');
  return { ...state, now: new Date(state.now) };
}
