import pg from 'pg';
import { vi } from 'vitest';

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** What the transaction had set before, the role among it: policies decide which indexes can be used. */
  readonly settings: string;
}
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

const BEGINS = /^\s*(begin|commit|rollback)\b/i;
const SETS = /set local (role|reader\.organization)[^;]*/g;
const READS = /^\s*(select|with)\b/i;

/** The reads that the work sends to PostgreSQL, as they are sent. */
async function readsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    const settings = new Map<unknown, string>();
    const statements = spy.mock.calls.map((call, i) => {
      const [first, values = []] = call as unknown as [string | Partial<Statement>, (readonly unknown[])?];
      const text = typeof first === 'string' ? first : (first.text ?? '');
      const client = spy.mock.contexts[i];
      const before = BEGINS.test(text) ? '' : (settings.get(client) ?? '');
      settings.set(client, [before, ...(text.match(SETS) ?? [])].join(';'));
      return {
        text,
        settings: before,
        values: typeof first === 'string' ? values : (first.values ?? values),
      };
    });
    return statements.filter(({ text }) => READS.test(text) && !/\bfor update\b|pg_advisory/.test(text));
  } finally {
    spy.mockRestore();
  }
}

/**
 * Tables that the work's reads can only scan from end to end, because no index serves them. Small tables of tests are
 * scanned anyway, so scanning is made the last resort: what is still scanned has no other way.
 */
export async function scannedTables(
  url: string,
  schema: string,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const reads = await readsOf(work);
  if (reads.length === 0) throw new Error('the work has read nothing');
  const client = new pg.Client({
    connectionString: url,
    options: `-c search_path=${schema} -c enable_seqscan=off`,
  });
  await client.connect();
  try {
    const scanned: string[] = [];
    for (const { text, values, settings } of reads) {
      await client.query(`begin;${settings}`);
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        `explain (format json) ${text}`,
        [...values],
      );
      await client.query('rollback');
      for (const { 'QUERY PLAN': plan } of rows) scanned.push(...scansIn(plan[0].Plan));
    }
    return scanned;
  } finally {
    await client.end();
  }
}

function scansIn(node: PlanNode): string[] {
  const own = node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? '?'] : [];
  return [...own, ...(node.Plans ?? []).flatMap(scansIn)];
}
