import { mean, type OracleDay } from './days.js';

const tenfold = (v: number | null) => (v === null ? null : v * 10);

function percentageOver7(values: (number | null)[]): number | null {
  const known = values.filter((v) => v !== null);
  return known.length === 0 ? null : (100 * known.filter((v) => v > 7).length) / known.length;
}

function distribution(days: OracleDay[]) {
  const known = days.flatMap((d) => (d.judged?.sentiment_score == null ? [] : [d.judged.sentiment_score]));
  const share = (test: (v: number) => boolean) =>
    known.length === 0 ? null : known.filter(test).length / known.length;
  return {
    positive: share((v) => v >= 7),
    neutral: share((v) => v > 4 && v < 7),
    negative: share((v) => v <= 4),
  };
}

function topicFrequency(days: OracleDay[]) {
  const count = new Map<string, number>();
  for (const day of days)
    for (const topic of new Set(day.judged?.topics ?? [])) count.set(topic, (count.get(topic) ?? 0) + 1);
  return [...count]
    .map(([topic, frequency]) => ({ topic, frequency }))
    .sort((a, b) => b.frequency - a.frequency || (a.topic < b.topic ? -1 : 1));
}

/** `GET /api/metrics` without deltas, of exactly these days. */
export function metricsOf(days: OracleDay[]) {
  const inbound = days.filter((d) => !d.outbound);
  const scored = inbound.filter((d) => d.csi !== null);
  const response = mean(inbound.map((d) => d.avg_response_time));
  return {
    csi: mean(scored.map((d) => d.csi)),
    resolution_quality: tenfold(mean(scored.map((d) => d.effectiveness))),
    customer_ease: tenfold(mean(scored.map((d) => d.effort))),
    service_timeliness: tenfold(mean(scored.map((d) => d.efficiency))),
    interaction_quality: tenfold(mean(scored.map((d) => d.empathy))),
    sentiment: mean(inbound.map((d) => d.judged?.sentiment_score ?? null)),
    csat_percentage: percentageOver7(inbound.map((d) => d.judged?.resolution_achieved ?? null)),
    fcr_percentage: percentageOver7(inbound.map((d) => d.judged?.fcr_score ?? null)),
    avg_response_time: response === null ? null : response / 60,
    sentiment_distribution: distribution(inbound),
    topic_frequency: topicFrequency(inbound),
    sample_count: new Set(scored.map((d) => d.chatId)).size,
    scored_days: scored.length,
    unscored_days: inbound.length - scored.length,
    outbound_days: days.length - inbound.length,
  };
}

/** `micro_metrics` of `GET /api/metrics`, of exactly these days. */
export function microMetricsOf(days: OracleDay[]) {
  const inbound = days.filter((d) => !d.outbound);
  const of = (values: (number | null)[]) => ({
    mean: mean(values),
    n: values.filter((v) => v !== null).length,
  });
  const judged = (key: 'resolution_achieved' | 'fcr_score' | 'ces' | 'sentiment_score' | 'sentiment_shift') =>
    of(inbound.map((d) => d.judged?.[key] ?? null));
  return {
    resolution_achieved: judged('resolution_achieved'),
    fcr_score: judged('fcr_score'),
    ces: judged('ces'),
    first_response_time: of(inbound.map((d) => d.first_response_time)),
    avg_response_time: of(inbound.map((d) => d.avg_response_time)),
    total_handling_time: of(inbound.map((d) => d.total_handling_time)),
    sentiment_score: judged('sentiment_score'),
    sentiment_shift: judged('sentiment_shift'),
  };
}

const DELTA_FIELDS = [
  'csi',
  'resolution_quality',
  'customer_ease',
  'service_timeliness',
  'interaction_quality',
  'sentiment',
  'csat_percentage',
  'fcr_percentage',
  'avg_response_time',
] as const;

function addDays(date: string, n: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
}

const between = (days: OracleDay[], start: string, end: string) =>
  days.filter((d) => d.date >= start && d.date <= end);

/** `GET /api/metrics` with deltas against the period of equal length just before. */
export function periodMetrics(days: OracleDay[], start: string | null, end: string | null) {
  if (start === null || end === null) return { ...metricsOf(days), deltas: null };
  const length = Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000) + 1;
  const now = metricsOf(between(days, start, end));
  const before = metricsOf(between(days, addDays(start, -length), addDays(start, -1)));
  const deltas = Object.fromEntries(
    DELTA_FIELDS.map((f) => [f, now[f] === null || before[f] === null ? null : now[f] - before[f]]),
  );
  return { ...now, deltas };
}

/** Rows of `GET /api/metrics/daily` for the dates that have days. */
export function dailyMetrics(days: OracleDay[]) {
  const dates = [...new Set(days.map((d) => d.date))].sort();
  return dates.map((date) => ({ date, ...metricsOf(days.filter((d) => d.date === date)) }));
}

/** What the conversation list says of each chat, by chat id. */
export function conversations(days: OracleDay[]) {
  const chats = [...new Set(days.map((d) => d.chatId))].sort();
  return chats.map((chatId) => {
    const own = days.filter((d) => d.chatId === chatId && !d.outbound);
    const scored = own.filter((d) => d.csi !== null);
    const fcr = own.flatMap((d) => (d.judged?.fcr_score == null ? [] : [d.judged.fcr_score]));
    return {
      chat_id: chatId,
      csi: mean(scored.map((d) => d.csi)),
      sentiment_score: mean(own.map((d) => d.judged?.sentiment_score ?? null)),
      fcr: fcr.length === 0 ? null : fcr.every((v) => v > 7),
      outcome: own.map((d) => d.judged?.outcome ?? null).findLast((o) => o !== null) ?? null,
      days: days.filter((d) => d.chatId === chatId).length,
    };
  });
}
