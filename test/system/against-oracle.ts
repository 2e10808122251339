import { expect } from 'vitest';
import { type Judged, type OracleDay, oracleDays, readGrouped, WEIGHTS } from '../oracle/days.js';
import { conversations, dailyMetrics, metricsOf, microMetricsOf, periodMetrics } from '../oracle/metrics.js';
import { type Api, patiently } from './api.js';
import { expectClose } from './close-to.js';
import type { GroupedFile } from './made-chats.js';
import type { ConversationRows, DayRow } from './read-rows.js';

/** The oracle computes everything but the judgements themselves: those are taken from the rows. */
export function oracleOf(
  file: GroupedFile,
  rows: ReadonlyMap<string, ConversationRows>,
  timeZone: string,
): OracleDay[] {
  const judged = new Map<string, Judged>();
  for (const [chatId, { days }] of rows) {
    for (const day of days) judged.set(`${day.analysis_date} ${chatId}`, judgedOf(day));
  }
  return oracleDays(
    readGrouped(file as unknown as Record<string, Record<string, unknown>[]>),
    timeZone,
    (chatId, date) => judged.get(`${date} ${chatId}`) ?? null,
    WEIGHTS.standard!,
  );
}

function judgedOf(day: DayRow): Judged {
  const { sentiment_score, sentiment_shift, resolution_achieved, fcr_score, ces, topics, outcome } = day;
  return { sentiment_score, sentiment_shift, resolution_achieved, fcr_score, ces, topics, outcome };
}

const asRow = (day: OracleDay) => ({
  analysis_date: day.date,
  messages: day.messages,
  customer_messages: day.customer_messages,
  outbound: day.outbound,
  first_response_time: day.first_response_time,
  avg_response_time: day.avg_response_time,
  total_handling_time: day.total_handling_time,
  unanswered_turns: day.unanswered_turns,
  effectiveness_score: day.effectiveness,
  effort_score: day.effort,
  efficiency_score: day.efficiency,
  empathy_score: day.empathy,
  csi_score: day.csi,
});

/** Conversations, their days and their transcripts. */
export function expectRows(
  file: GroupedFile,
  rows: ReadonlyMap<string, ConversationRows>,
  oracle: readonly OracleDay[],
): void {
  expect([...rows.keys()].toSorted()).toEqual(Object.keys(file).toSorted());
  const summaries = new Map(conversations([...oracle]).map((row) => [row.chat_id, row]));
  for (const [chatId, { conversation, days, messages }] of rows) {
    const expected = oracle.filter((day) => day.chatId === chatId);
    expectClose(days, expected.map(asRow), chatId);
    expectClose(conversation, summaries.get(chatId), chatId);
    const kept = uniqueInOrder(file[chatId] ?? []);
    expectClose(conversation, { ...summaryOf(kept), topics: topicsOf(days) }, chatId);
    expect(agentsOf(kept), chatId).toContain(conversation.agent_username);
    expectClose(
      messages,
      kept.map((one) => ({
        sent_at: one.SOCIAL_CREATE_TIME,
        direction: one.DIRECTION,
        text: one.MESSAGE_CONTENT,
        agent_username: one.AGENT_USERNAME,
      })),
      chatId,
    );
  }
}

function uniqueInOrder(messages: GroupedFile[string]): GroupedFile[string] {
  const byIdentity = new Map<string, (typeof messages)[number]>();
  for (const one of messages) {
    const identity = JSON.stringify([Date.parse(one.SOCIAL_CREATE_TIME), one.DIRECTION, one.MESSAGE_CONTENT]);
    const at = new Date(one.SOCIAL_CREATE_TIME).toISOString();
    if (!byIdentity.has(identity)) byIdentity.set(identity, { ...one, SOCIAL_CREATE_TIME: at });
  }
  const instant = (one: (typeof messages)[number]) => Date.parse(one.SOCIAL_CREATE_TIME);
  return [...byIdentity.values()].toSorted((a, b) => instant(a) - instant(b));
}

/** What the list says besides scores. */
function summaryOf(kept: GroupedFile[string]) {
  return {
    message_count: kept.length,
    first_message_at: kept[0]?.SOCIAL_CREATE_TIME,
    created_at: kept[0]?.SOCIAL_CREATE_TIME,
    last_message_at: kept.at(-1)?.SOCIAL_CREATE_TIME,
    customer_name: kept.findLast((one) => one.CUSTOMER_NAME !== undefined)?.CUSTOMER_NAME ?? null,
  };
}

/** Most messages, then the latest: several names where even that is equal. */
function agentsOf(kept: GroupedFile[string]): (string | null)[] {
  const agents = new Map<string, { messages: number; last: number }>();
  for (const { AGENT_USERNAME: name, SOCIAL_CREATE_TIME: last } of kept) {
    if (name === null) continue;
    agents.set(name, { messages: (agents.get(name)?.messages ?? 0) + 1, last: Date.parse(last) });
  }
  const rank = ({ messages, last }: { messages: number; last: number }) => messages * 1e15 + last;
  const highest = Math.max(...[...agents.values()].map(rank));
  const names = [...agents].filter(([, agent]) => rank(agent) === highest).map(([name]) => name);
  return names.length === 0 ? [null] : names;
}

function topicsOf(days: readonly DayRow[]): string[] {
  const counts = new Map<string, number>();
  for (const topic of days.flatMap((day) => (day.outbound ? [] : day.topics)))
    counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([topic]) => topic);
}

/** Period, daily and chart models of a range in which these are the only days. */
export async function expectRange(
  { client }: Api,
  oracle: OracleDay[],
  start: string,
  end: string,
): Promise<void> {
  const range = `${start} to ${end}`;
  const dates = { start_date: start, end_date: end };
  const params = { query: dates };
  const inside = oracle.filter((day) => day.date >= start && day.date <= end);
  const period = { ...periodMetrics(oracle, start, end), micro_metrics: microMetricsOf(inside) };
  const allTopics = { params: { query: { ...dates, topics: 1000 } } };
  expectClose(await patiently(() => client.GET('/api/metrics', allTopics)), period, range);
  const manyTopics = { params: { query: { ...dates, topics: 100 } } };
  const daily = await patiently(() => client.GET('/api/metrics/daily', manyTopics));
  expect(daily).toHaveLength((Date.parse(end) - Date.parse(start)) / 86_400_000 + 1);
  const expected = new Map(
    dailyMetrics(inside).map((row) => [
      row.date,
      { ...row, topic_frequency: row.topic_frequency.slice(0, 100) },
    ]),
  );
  for (const row of daily) {
    expectClose(row, expected.get(row.date) ?? { ...metricsOf([]), date: row.date }, row.date);
  }
  expectClose(
    await patiently(() => client.GET('/api/charts/csi-trend', { params })),
    daily.map(({ date }) => ({ date, csi_score: expected.get(date)?.csi ?? null })),
    `csi-trend ${range}`,
  );
  expectClose(
    await patiently(() => client.GET('/api/charts/sentiment-trend', { params })),
    daily.map(({ date }) => ({ date, sentiment: expected.get(date)?.sentiment ?? null })),
    `sentiment-trend ${range}`,
  );
  expectClose(
    await patiently(() => client.GET('/api/charts/volume', { params })),
    daily.map(({ date }) => {
      const own = inside.filter((day) => day.date === date);
      return { date, conversations: own.length, messages: own.reduce((sum, day) => sum + day.messages, 0) };
    }),
    `volume ${range}`,
  );
}
