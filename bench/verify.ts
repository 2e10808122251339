/** Holds what the API says against the oracle. A figure of a wrong result is worth nothing. */
import { readFile } from 'node:fs/promises';
import { dailyMetrics } from '../test/oracle/metrics.js';
import { type Judged, oracleDays, readGrouped, WEIGHTS } from '../test/oracle/days.js';
import { type Gateway, getJson } from './api.js';

/** How the API is asked: by a bench as it is, by chaos as often as it is told to come back. */
type Get = <T>(path: string) => Promise<T>;

type Numbers = Record<string, number | null>;
interface ApiDay {
  analysis_date: string;
}

const STANDARD = WEIGHTS.standard as NonNullable<(typeof WEIGHTS)[string]>;
const SAMPLE = 50;

const same = (a: unknown, b: unknown) =>
  a === b || (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= 1e-6);

function expectSame(what: string, actual: unknown, expected: unknown): void {
  if (!same(actual, expected))
    throw new Error(`${what}: the API says ${String(actual)}, the oracle ${String(expected)}`);
}

/** Counts and response times of every date; everything of some conversations, given their micro-metrics. */
export async function verify(gateway: Gateway, file: string): Promise<{ days: number; messages: number }> {
  return verifyMessages(
    (path) => getJson(gateway, path),
    readGrouped(JSON.parse(await readFile(file, 'utf8')) as Parameters<typeof readGrouped>[0]),
  );
}

/** The same for messages that are the only ones of their dates. */
export async function verifyMessages(
  get: Get,
  messages: ReturnType<typeof readGrouped>,
): Promise<{ days: number; messages: number }> {
  const days = oracleDays(messages, 'UTC', () => null, STANDARD);
  await verifyDates(get, days);
  const chats = [...new Set(days.map((d) => d.chatId))];
  const step = Math.max(1, Math.floor(chats.length / SAMPLE));
  for (let i = 0; i < chats.length; i += step) {
    const chat = chats[i];
    if (chat !== undefined)
      await verifyConversation(
        get,
        chat,
        messages.filter((m) => m.chatId === chat),
      );
  }
  return { days: days.length, messages: messages.length };
}

async function verifyDates(get: Get, days: ReturnType<typeof oracleDays>): Promise<void> {
  const { data } = await get<{ data: (Numbers & { date: string })[] }>('/api/metrics/historical');
  const rows = new Map(data.map((row) => [row.date, row]));
  const byDate = Map.groupBy(days, (d) => d.date);
  for (const expected of dailyMetrics(days)) {
    const row = rows.get(expected.date);
    const here = byDate.get(expected.date) ?? [];
    expectSame(
      `${expected.date} days`,
      (row?.scored_days ?? 0) + (row?.unscored_days ?? 0) + (row?.outbound_days ?? 0),
      here.length,
    );
    expectSame(`${expected.date} outbound_days`, row?.outbound_days, expected.outbound_days);
    expectSame(`${expected.date} avg_response_time`, row?.avg_response_time, expected.avg_response_time);
    expectSame(
      `${expected.date} messages`,
      row?.messages,
      here.reduce((n, d) => n + d.messages, 0),
    );
  }
}

async function verifyConversation(
  get: Get,
  chat: string,
  messages: Parameters<typeof oracleDays>[0],
): Promise<void> {
  const rows = await get<ApiDay[]>(`/api/conversations/${encodeURIComponent(chat)}/daily`);
  const judged = new Map(rows.map((day) => [day.analysis_date, day as unknown as Judged]));
  const expected = oracleDays(messages, 'UTC', (_, date) => judged.get(date) ?? null, STANDARD);
  expectSame(`${chat} number of days`, rows.length, expected.length);
  expected.forEach((day, i) => {
    const row = rows[i] as unknown as Numbers;
    expectSame(`${chat} ${day.date} csi`, row.csi_score, day.csi);
    for (const field of [
      'first_response_time',
      'avg_response_time',
      'total_handling_time',
      'unanswered_turns',
    ] as const)
      expectSame(`${chat} ${day.date} ${field}`, row[field], day[field]);
    for (const pillar of ['effectiveness', 'effort', 'efficiency', 'empathy'] as const)
      expectSame(`${chat} ${day.date} ${pillar}`, row[`${pillar}_score`], day[pillar]);
  });
}
