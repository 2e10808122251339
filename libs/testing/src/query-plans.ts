import pg from 'pg';
import { vi } from 'vitest';

interface Statement {
  readonly text: string;
  /** Of what a connection had prepared no values are known: its plan is one for all of them. */
  readonly values: readonly unknown[] | null;
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

const EXECUTES = /execute "([^"]+)"/;

/** The reads that the work sends to PostgreSQL, as they are sent. */
async function readsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  let calls: { client: pg.Client; call: unknown[] }[];
  try {
    await work();
    calls = spy.mock.calls.map((call, i) => ({ client: spy.mock.contexts[i] as pg.Client, call }));
  } finally {
    spy.mockRestore();
  }
  const settings = new Map<unknown, string>();
  const statements: Statement[] = [];
  for (const { client, call } of calls) {
    const [first, values = []] = call as [string | Partial<Statement>, (readonly unknown[])?];
    const text = typeof first === 'string' ? first : (first.text ?? '');
    const before = BEGINS.test(text) ? '' : (settings.get(client) ?? '');
    const own = [before, ...(text.match(SETS) ?? [])].join(';');
    settings.set(client, own);
    const name = EXECUTES.exec(text)?.[1];
    if (name !== undefined)
      statements.push({ text: await preparedAs(client, name), values: null, settings: own });
    else if (READS.test(text) && !/\bfor update\b|pg_advisory/.test(text))
      statements.push({
        text,
        values: typeof first === 'string' ? values : (first.values ?? values),
        settings: before,
      });
  }
  return statements;
}

async function preparedAs(client: pg.Client, name: string): Promise<string> {
  const { rows } = await client.query<{ statement: string }>(
    'select statement from pg_prepared_statements where name = $1',
    [name],
  );
  return rows[0]?.statement ?? '';
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
        `explain (format json${values === null ? ', generic_plan' : ''}) ${text}`,
        values === null ? undefined : [...values],
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
