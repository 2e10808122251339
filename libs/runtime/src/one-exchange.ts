import pg, { type PoolClient } from 'pg';

/** A statement that each connection parses and plans once, under its name. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
  /** Ids, dates, counts and arrays of them as PostgreSQL writes them: never what somebody wrote, since errors may show it. */
  readonly values: readonly (string | number | null)[];
}

/** What stands before and after a named statement, without values of its own. */
interface Around {
  readonly before?: string;
  readonly after?: string;
}

/**
 * Such statements have one plan only. PostgreSQL takes it for dearer than one made anew for these very values, which
 * costs more than running it. Until the end of the transaction, so only where that follows.
 */
const ONE_PLAN = 'set local plan_cache_mode = force_generic_plan';

const namesKnownTo = new WeakMap<PoolClient, Set<string>>();

/**
 * A named statement and what stands around it, in one exchange with the server. `begin`, one answer and `commit` are three
 * otherwise, and a short read consists of little else (decision 14).
 */
export async function inOneExchange<R>(
  client: PoolClient,
  statement: NamedStatement,
  { before, after }: Around,
): Promise<R[]> {
  const names = namesKnownTo.get(client) ?? new Set<string>();
  namesKnownTo.set(client, names);
  if (names.has(statement.name)) {
    const parts = [before, after && ONE_PLAN, executed(statement), after].filter(
      (part) => part !== undefined,
    );
    const results = [(await client.query(parts.join('; '))) as pg.QueryResult | pg.QueryResult[]].flat();
    return results.at(after === undefined ? -1 : -2)?.rows as R[];
  }
  if (before !== undefined) await client.query(before);
  const { rows } = await client.query({ ...statement, values: [...statement.values] });
  names.add(statement.name);
  if (after !== undefined) await client.query(after);
  return rows as R[];
}

/** What the driver has prepared under a name is there for SQL as well. */
const executed = ({ name, values }: NamedStatement): string =>
  `execute ${pg.escapeIdentifier(name)}${values.length === 0 ? '' : `(${values.map(literal).join(', ')})`}`;

const literal = (value: string | number | null): string =>
  value === null ? 'null' : pg.escapeLiteral(String(value));
