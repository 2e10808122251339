/** Read models of any size, from rows that the pipeline made: a million days would take it half an hour. */
import pg from 'pg';

/** Copies every conversation with its days until there are at least as many days; answers with how many there are. */
export async function multiplyDays(url: string, wanted: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set search_path to analytics; set synchronous_commit to off');
    const count = async () =>
      Number((await client.query<{ n: string }>('select count(*) as n from conversation_days')).rows[0]?.n);
    const had = await count();
    const copies = Math.max(0, Math.ceil(wanted / had) - 1);
    for (const table of ['conversations', 'conversation_days']) {
      const columns = await columnsOf(client, table);
      const names = columns.map(({ name }) => `"${name}"`).join(', ');
      const values = columns.map(({ name }) => COPIED[name] ?? `"${name}"`).join(', ');
      await client.query(
        `insert into ${table} (${names}) select ${values} from ${table}, generate_series(1, ${String(copies)}) as k`,
      );
    }
    for (const table of ['daily_metrics', 'day_gaps']) {
      const sums = (await columnsOf(client, table)).filter(({ name, type }) => isSum(name, type));
      const factor = String(copies + 1);
      await client.query(
        `update ${table} set ${sums.map(({ name }) => `${name} = ${name} * ${factor}`).join(', ')}`,
      );
    }
    await client.query(
      'analyze conversations; analyze conversation_days; analyze daily_metrics; analyze day_gaps',
    );
    return await count();
  } finally {
    await client.end();
  }
}

/** A hash with the digits of version 4 where a UUID has them: contracts refuse others. */
const copyOf = (id: string) =>
  `overlay(overlay(md5(${id}::text || k) placing '4' from 13) placing '8' from 17)::uuid`;

const COPIED: Record<string, string> = {
  conversation_id: copyOf('conversation_id'),
  day_id: copyOf('day_id'),
  chat_id: `chat_id || '-' || k`,
};

const isSum = (name: string, type: string) =>
  (type === 'integer' || type === 'numeric') && name !== 'generation' && name !== 'span';

async function columnsOf(client: pg.Client, table: string): Promise<{ name: string; type: string }[]> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
     where table_schema = 'analytics' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
    [table],
  );
  return rows;
}
