import { hash } from 'node:crypto';
import type { ReplayComparison } from '@powerpulse/contracts';
import type { Tx } from '@powerpulse/runtime';
import { READ_MODELS, type ReadModelTable } from '../tables/read-model-tables.js';

interface Generations {
  organization: string;
  live: number;
  replayed: number;
}

/**
 * Row counts, hashes and the largest difference of two generations. Within one snapshot: whatever happens is projected
 * into both in one transaction, so that they belong together at any moment.
 */
export async function compareGenerations(tx: Tx, generations: Generations): Promise<ReplayComparison> {
  const { organization, live, replayed } = generations;
  const tables: Compared[] = [];
  for (const table of READ_MODELS) {
    const ours = await contentOf(tx, table, organization, live);
    const theirs = await contentOf(tx, table, organization, replayed);
    const same = ours.rows === theirs.rows && ours.sum === theirs.sum;
    tables.push({ table, ours, theirs, different: same ? 0 : await differentRows(tx, table, generations) });
  }
  const hashOf = (side: 'ours' | 'theirs') =>
    hash(
      'sha256',
      tables.map((each) => `${each.table.name} ${each[side].rows} ${each[side].sum}`).join('\n'),
    );
  const [live_hash, replayed_hash] = [hashOf('ours'), hashOf('theirs')];
  const equal = live_hash === replayed_hash;
  return {
    equal,
    live_hash,
    replayed_hash,
    tables: tables.map(({ table, ours, theirs, different }) => ({
      table: table.name,
      live_rows: ours.rows,
      replayed_rows: theirs.rows,
      different_rows: different,
    })),
    largest_difference: equal ? null : await largestDifference(tx, generations),
  };
}

interface Compared {
  table: ReadModelTable;
  ours: Content;
  theirs: Content;
  different: number;
}

interface Content {
  rows: number;
  sum: string;
}

const textOf = (columns: readonly string[]): string => `row(${columns.join(', ')})::text`;

/** A sum of hashes: rows need not be sorted, however many there are. */
async function contentOf(tx: Tx, table: ReadModelTable, organization: string, generation: number) {
  const half = (from: number) =>
    `coalesce(sum(('x' || substr(h, ${from}, 16))::bit(64)::bigint::numeric), 0)::text`;
  const [row] = await tx.query<Content>(
    `select count(*)::float8 as rows, ${half(1)} || ' ' || ${half(17)} as sum
     from (select md5(${textOf([...table.keys, ...table.values])}) as h from ${table.name}
           where generation = $1 and organization = $2) as hashed`,
    [generation, organization],
  );
  if (row === undefined) throw new Error('a sum without a row');
  return row;
}

async function differentRows(
  tx: Tx,
  table: ReadModelTable,
  { organization, live, replayed }: Generations,
): Promise<number> {
  const side = (parameter: string) =>
    `(select ${table.keys.join(', ')}, md5(${textOf(table.values)}) as h from ${table.name}
      where generation = ${parameter} and organization = $1)`;
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::float8 as n from ${side('$2')} a full join ${side('$3')} b using (${table.keys.join(', ')})
     where a.h is distinct from b.h`,
    [organization, live, replayed],
  );
  return row?.n ?? 0;
}

async function largestDifference(tx: Tx, { organization, live, replayed }: Generations) {
  const [row] = await tx.query<NonNullable<ReplayComparison['largest_difference']>>(
    `select conversation_id, date, a.csi as live_csi, b.csi as replayed_csi
     from (select conversation_id, date, csi from conversation_days where generation = $2 and organization = $1) a
     full join (select conversation_id, date, csi from conversation_days where generation = $3 and organization = $1) b
       using (conversation_id, date)
     where a.csi is distinct from b.csi
     order by abs(coalesce(a.csi, 0) - coalesce(b.csi, 0)) desc, conversation_id, date limit 1`,
    [organization, live, replayed],
  );
  return row ?? null;
}
