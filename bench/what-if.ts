/** What-if questions over a million conversation-days, asked over HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startStack } from '../apps/launcher/src/start-stack.js';
import { type Gateway, postJson, upload, untilEnded } from './api.js';
import { generateExport } from './generate.js';
import { percentiles } from './percentiles.js';
import { difference, usageOf } from './processes.js';

const DAYS = 1_000_000;
/** Judged for real; all others are these once more, as other conversations. */
const CONVERSATIONS = 500;
const QUESTIONS = 30;
const PATIENCE_MS = 300_000;

export async function measureWhatIf(seed: number): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'powerpulse-bench-'));
  const file = path.join(folder, 'export.json');
  await generateExport({ file, conversations: CONVERSATIONS, seed });
  const stack = await startStack({ environment: { ...process.env, LOG_LEVEL: 'warn' } });
  try {
    const gateway = { url: stack.urls.gateway ?? '', key: stack.ownerKey?.key ?? '' };
    await untilEnded(gateway, await upload(gateway, file));
    await multiply(stack.urls.postgres ?? '');
    const before = usageOf(stack.pids());
    const first = await answered(gateway);
    const loaded = usageOf(stack.pids());
    const times: number[] = [];
    for (let i = 1; i <= QUESTIONS; i++) times.push((await ask(gateway, i)).ms);
    const used = difference(usageOf(stack.pids()), loaded);
    const cpu = Object.values(used).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
    return {
      days: first.days,
      conversations: first.conversations,
      first_ms: first.ms,
      milliseconds: percentiles(times),
      cpu_ms_per_question: (1000 * cpu) / QUESTIONS,
      analytics_megabytes: { before: before.analytics?.peakMegabytes, after: used.analytics?.peakMegabytes },
    };
  } finally {
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Answer {
  scored_days: number;
  conversations: number;
}

async function ask(
  gateway: Gateway,
  i: number,
): Promise<{ ms: number; days: number; conversations: number }> {
  const efficiency = 0.25 + (i % 10) / 100;
  const weights = { effectiveness: 0.6 - efficiency, effort: 0.25, efficiency, empathy: 0.15 };
  const started = performance.now();
  const { scored_days, conversations } = await postJson<Answer>(gateway, '/api/what-if', {
    weights,
    line: 50,
  });
  return { ms: performance.now() - started, days: scored_days, conversations };
}

/** Reading a million rows may take longer than an answer may: 503, ask again. */
async function answered(gateway: Gateway): ReturnType<typeof ask> {
  const started = performance.now();
  for (;;) {
    try {
      return { ...(await ask(gateway, 0)), ms: performance.now() - started };
    } catch (error) {
      if (!String(error).includes(': 503 ') || performance.now() - started > PATIENCE_MS) throw error;
    }
  }
}

/** Of read models only what a what-if is made of: days, their conversations' names, and how many there are by date. */
async function multiply(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const columns = async (table: string, but: readonly string[]) => {
    const { rows } = await client.query<{ name: string }>(
      `select column_name as name from information_schema.columns
       where table_schema = 'analytics' and table_name = $1 and column_name <> all($2) order by 1`,
      [table, but],
    );
    return rows.map(({ name }) => `"${name}"`).join(', ');
  };
  const { rows } = await client.query<{ n: number }>(
    'select count(*)::int as n from analytics.conversation_days where csi is not null',
  );
  const times = Math.ceil(DAYS / (rows[0]?.n ?? 1)) - 1;
  const days = await columns('conversation_days', ['conversation_id', 'day_id']);
  const other = 'md5(conversation_id::text || k)::uuid';
  await client.query(
    `insert into analytics.conversation_days (conversation_id, day_id, ${days})
     select ${other}, gen_random_uuid(), ${days}
     from generate_series(1, ${times}) k cross join analytics.conversation_days where csi is not null`,
  );
  const named = await columns('conversations', ['conversation_id', 'chat_id']);
  await client.query(
    `insert into analytics.conversations (conversation_id, chat_id, ${named})
     select ${other}, chat_id || '-' || k, ${named}
     from generate_series(1, ${times}) k cross join analytics.conversations`,
  );
  await client.query(
    `update analytics.daily_metrics set scored_days = scored_days * ${times + 1}, updated_at = now()`,
  );
  await client.query('vacuum analyze analytics.conversation_days, analytics.conversations');
  await client.end();
}
