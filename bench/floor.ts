/** The least that any system must do with the same data: JSON.parse, COPY into PostgreSQL, one GROUP BY. */
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export interface FloorResult {
  seconds: number;
  parse: number;
  copy: number;
  group: number;
  days: number;
}

type Row = Record<'FB_CHAT_ID' | 'MESSAGE_CONTENT' | 'DIRECTION' | 'SOCIAL_CREATE_TIME', string>;

const escape = (text: string) =>
  text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');

function* copyLines(chats: Row[][]): Generator<string> {
  let buffer = '';
  for (const messages of chats)
    for (const m of messages) {
      buffer += `${escape(m.FB_CHAT_ID)}\t${m.SOCIAL_CREATE_TIME}\t${m.DIRECTION}\t${escape(m.MESSAGE_CONTENT)}\n`;
      if (buffer.length > 65_536) {
        yield buffer;
        buffer = '';
      }
    }
  yield buffer;
}

export async function measureFloor(databaseUrl: string, file: string): Promise<FloorResult> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      'drop table if exists public.floor; create table public.floor (chat text not null, at timestamptz not null, direction text not null, body text not null)',
    );
    const started = performance.now();
    const chats = Object.values(JSON.parse(await readFile(file, 'utf8')) as Record<string, Row[]>);
    const parsed = performance.now();
    await pipeline(Readable.from(copyLines(chats)), client.query(copyFrom('copy public.floor from stdin')));
    const copied = performance.now();
    const { rows } = await client.query<{ days: string }>(
      `select count(*) as days from (select chat, (at at time zone 'UTC')::date, count(*), min(at), max(at),
         count(*) filter (where direction = 'to_company') from public.floor group by 1, 2) as days`,
    );
    const grouped = performance.now();
    return {
      seconds: (grouped - started) / 1000,
      parse: (parsed - started) / 1000,
      copy: (copied - parsed) / 1000,
      group: (grouped - copied) / 1000,
      days: Number(rows[0]?.days),
    };
  } finally {
    await client.query('drop table if exists public.floor').finally(() => client.end());
  }
}
