/** How fast the API answers over many days, by HTTP; and what an export of all of them costs. */
import pg from 'pg';
import { startStack } from '../apps/launcher/src/start-stack.js';
import { type Gateway, getJson } from './api.js';
import { type Percentiles, percentiles } from './percentiles.js';
import { type Answer, read } from './plain-client.js';
import { usageOf } from './processes.js';
import { RawConnection } from './raw-connection.js';
import { assertEveryGetIsMeasured, otherReads, replayReads } from './reads-others.js';
import { FIRST_DATE, seedReadModels } from './reads-seed.js';

const YEAR = 'start_date=2025-01-01&end_date=2025-12-31';
const MONTH = 'start_date=2025-06-01&end_date=2025-06-30';

const dateOf = (offset: number): string =>
  new Date(Date.parse(FIRST_DATE) + offset * 86_400_000).toISOString().slice(0, 10);

/** Another stretch of the two years each time. */
const stretch = (i: number, days: number): string =>
  `start_date=${dateOf((i * 37) % 360)}&end_date=${dateOf(((i * 37) % 360) + days - 1)}`;

/** Every read that a screen or a program makes often, at its slowest; `_any`: another question each time. */
type Path = string | ((i: number) => string);

const readsOf = (days: number): Record<string, Path> => ({
  metrics: '/api/metrics',
  metrics_year: `/api/metrics?${YEAR}`,
  metrics_month: `/api/metrics?${MONTH}`,
  metrics_any: (i) => `/api/metrics?${stretch(i, 30 + ((i * 53) % 336))}`,
  metrics_by_topic: `/api/metrics?${YEAR}&group_by=topic`,
  daily_year: `/api/metrics/daily?${YEAR}`,
  daily_year_any: (i) => `/api/metrics/daily?${stretch(i, 365)}`,
  explain: `/api/metrics/explain?${MONTH}`,
  lowest_days: `/api/metrics/lowest-days?${YEAR}`,
  csi_trend: `/api/charts/csi-trend?${YEAR}`,
  list_first: '/api/conversations?page_size=20',
  list_deep: '/api/conversations?page_size=20&page=10000',
  list_by_csi: '/api/conversations?sort=csi&order=asc',
  list_any: (i) => `/api/conversations?page_size=20&page=${((i * 97) % 20_000) + 1}`,
  list_month_any: (i) => `/api/conversations?${stretch(i, 30)}`,
  list_topic: '/api/conversations?topic=topic-7',
  list_month: `/api/conversations?${MONTH}`,
  list_month_topic: `/api/conversations?${MONTH}&topic=topic-7`,
  list_month_by_csi: `/api/conversations?${MONTH}&sort=csi`,
  list_year: `/api/conversations?${YEAR}`,
  list_year_by_csi: `/api/conversations?${YEAR}&sort=csi`,
  conversation_any: (i) => `/api/conversations/chat-${((i * 1009) % Math.floor(days / 2)) + 1}`,
  conversation: '/api/conversations/chat-471',
  conversation_daily: '/api/conversations/chat-471/daily',
});

interface Measured {
  at_1: Percentiles;
  at_16: Percentiles;
}

export async function measureReads(days: number) {
  const environment = {
    RATE_LIMIT_PER_MINUTE: '0',
    ORGANIZATION_RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'warn',
  };
  const stack = await startStack({ environment: { ...process.env, ...environment } });
  const client = new pg.Client({ connectionString: stack.urls.postgres ?? '' });
  try {
    await client.connect();
    const began = performance.now();
    await seedReadModels(client, days);
    const seed_seconds = (performance.now() - began) / 1000;
    const gateway = { url: stack.urls.gateway ?? '', key: stack.ownerKey?.key ?? '' };
    await verifyAgainstSql(gateway, client);
    // First, so that the peak is its own.
    const exported = { ...(await exportAll(gateway, days)), peak_megabytes: peaksOf(stack.pids()) };
    console.error('ms: p50, p95, p99 at 1 connection | at 16');
    const reads: Record<string, Measured> = {};
    const measure = async (paths: Record<string, Path>, inLong = false) => {
      for (const [name, path] of Object.entries(paths))
        reads[name] = await measureRead(gateway, name, path, inLong);
    };
    const often = readsOf(days);
    const others = await otherReads(gateway);
    await measure(often, true);
    await measure(others);
    const replays = await replayReads(gateway);
    await measure(replays);
    assertEveryGetIsMeasured(Object.values({ ...often, ...others, ...replays }));
    return {
      days,
      seed_seconds,
      reads,
      export: exported,
      peak_megabytes: peaksOf(stack.pids()),
    };
  } finally {
    await client.end();
    await stack.stop();
  }
}

const peaksOf = (pids: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(usageOf(pids)).map(([name, { peakMegabytes }]) => [name, Math.round(peakMegabytes)]),
  );

const lineOf = ({ p50, p95, p99 }: Percentiles): string =>
  [p50, p95, p99].map((ms) => ms.toFixed(1).padStart(8)).join('');

/** Of the reads that have a bar, at least for so long: a p95 of 160 requests is the eighth slowest. */
const WARM_SECONDS = 1;
const SECONDS = 2;

async function measureRead(gateway: Gateway, name: string, path: Path, inLong: boolean): Promise<Measured> {
  // A service that has run for a while: compiled, and what it knows of this state is known.
  const ask = (connections: number, requests: number, seconds: number) =>
    askAtOnce(gateway, path, { connections, requests, seconds: inLong ? seconds : 0 }, inLong);
  await ask(16, 64, WARM_SECONDS);
  const at_1 = await ask(1, 20, 0);
  const at_16 = await ask(16, 160, SECONDS);
  console.error(`${name.padEnd(20)} ${lineOf(at_1)} | ${lineOf(at_16)}`);
  return { at_1, at_16 };
}

/** Of all questions, so that no two are alike. */
let asked = 0;

function assertSucceeded(path: string, { status, problem }: Answer): void {
  if (problem !== undefined) throw new Error(`${path}: ${String(status)} ${problem}`);
}

async function askAtOnce(
  gateway: Gateway,
  path: Path,
  /** At least so many, and for so long. */
  { connections, requests, seconds }: { connections: number; requests: number; seconds: number },
  raw: boolean,
): Promise<Percentiles> {
  const took: number[] = [];
  let left = requests;
  const until = performance.now() + 1000 * seconds;
  const worker = async () => {
    const connection = raw ? await RawConnection.open(gateway) : null;
    while (left-- > 0 || performance.now() < until) {
      const url = typeof path === 'string' ? path : path(asked++);
      const began = performance.now();
      assertSucceeded(url, await (connection?.get(url) ?? read(gateway, url)));
      took.push(performance.now() - began);
    }
    connection?.close();
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return percentiles(took);
}

interface Metrics {
  csi: number;
  scored_days: number;
  sample_count: number;
}

/** The numbers first: a fast wrong answer is worth nothing. */
async function verifyAgainstSql(gateway: Gateway, client: pg.Client): Promise<void> {
  for (const [from, to] of [
    [FIRST_DATE, '2027-01-01'],
    ['2025-01-01', '2025-12-31'],
    ['2025-06-01', '2025-06-30'],
  ] as const) {
    const range = `start_date=${from}&end_date=${to}`;
    const answer = await getJson<Metrics>(gateway, `/api/metrics?${range}`);
    const list = await getJson<{ total: number }>(gateway, `/api/conversations?${range}`);
    const { rows } = await client.query<Metrics>(
      `select avg(csi::numeric)::float8 as csi, count(*)::int as scored_days, count(distinct conversation_id)::int as sample_count
       from analytics.conversation_days where date between $1 and $2`,
      [from, to],
    );
    const { csi, scored_days, sample_count } = rows[0] ?? { csi: NaN, scored_days: NaN, sample_count: NaN };
    const agree = Math.abs(answer.csi - csi) < 1e-6 && answer.scored_days === scored_days;
    if (!agree || answer.sample_count !== sample_count || list.total !== sample_count)
      throw new Error(`${range}: ${JSON.stringify([answer, list.total])} is not ${JSON.stringify(rows[0])}`);
  }
}

/** All days as CSV, read as fast as it comes and thrown away. */
async function exportAll({ url, key }: Gateway, days: number) {
  const began = performance.now();
  const response = await fetch(new URL('/api/download?export_type=daily&format=csv', url), {
    headers: { authorization: `Bearer ${key}` },
  });
  let bytes = 0;
  let lines = 0;
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    for (const byte of piece) if (byte === 10) lines += 1;
  }
  if (lines !== days + 1) throw new Error(`the export has ${String(lines)} lines for ${String(days)} days`);
  return { seconds: (performance.now() - began) / 1000, megabytes: bytes / 1e6 };
}
