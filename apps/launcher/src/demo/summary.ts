import { bar, count, decimal, duration, oneLine, plural } from './drawing.js';
import type { LowDay, Metrics, Progress } from './gateway-client.js';

export interface SummaryInput {
  file: string;
  metrics: Metrics;
  dates: readonly { date: string; messages: number }[];
  lowest: readonly LowDay[];
  progress: Progress;
}

const WIDTH = 30;
const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five'];

/** What a manager wants to know, most important first. */
export function summary(input: SummaryInput): string {
  return [
    heading(input),
    index(input.metrics),
    rates(input.metrics),
    topics(input.metrics),
    lowest(input.lowest),
  ]
    .concat(footnotes(input))
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function heading({ file, metrics, dates, progress }: SummaryInput): string[] {
  const withData = dates.filter((day) => day.messages > 0).map((day) => day.date);
  const [first, last] = [withData[0], withData.at(-1)];
  const days = first === last ? `on ${first}` : `${first} to ${last}`;
  const span = first === undefined ? '' : `, ${days} (${metrics.time_zone})`;
  const { total_conversations: conversations, statistics } = progress;
  return [
    `PowerPulse: ${file}`,
    `${plural(conversations ?? 0, 'conversation')}, ${plural(statistics.messages_kept ?? 0, 'message')} kept${span}`,
  ];
}

function index(metrics: Metrics): string[] {
  const weights = metrics.pillar_weights;
  const pillar = (name: string, value: number | null, weight: number) =>
    `  ${name.padEnd(22)}${decimal(value).padStart(5)}  ${bar((value ?? 0) / 100, WIDTH)}  weight ${Math.round(weight * 100)} %`;
  return [
    `  ${'CUSTOMER SATISFACTION'.padEnd(22)}${decimal(metrics.csi).padStart(5)}  ${bar((metrics.csi ?? 0) / 100, WIDTH)}  of 100, mean of ${plural(metrics.scored_days, 'day')}`,
    pillar('Resolution quality', metrics.resolution_quality, weights.effectiveness),
    pillar('Customer ease', metrics.customer_ease, weights.effort),
    pillar('Service timeliness', metrics.service_timeliness, weights.efficiency),
    pillar('Interaction quality', metrics.interaction_quality, weights.empathy),
  ];
}

function rates(metrics: Metrics): string[] {
  const customerDays = metrics.scored_days + metrics.unscored_days;
  const coverage = customerDays > 0 ? (100 * metrics.scored_days) / customerDays : null;
  const { positive, neutral, negative } = metrics.sentiment_distribution;
  const percent = (value: number | null) => (value === null ? '–' : `${value.toFixed(0)} %`);
  const share = (value: number | null) => percent(value === null ? null : value * 100);
  return [
    `  Coverage      ${percent(coverage)}: ${count(metrics.scored_days)} of ${plural(customerDays, 'conversation-day')} scored, ${count(metrics.unscored_days)} not; ${count(metrics.outbound_days)} without a customer message`,
    `  Sentiment     ${decimal(metrics.sentiment)} of 10: ${share(positive)} positive, ${share(neutral)} neutral, ${share(negative)} negative`,
    `  Solved        ${percent(metrics.csat_percentage)} of days, ${percent(metrics.fcr_percentage)} at first contact`,
    `  Answered in   ${duration(metrics.avg_response_time)} on average`,
  ];
}

function topics({ topic_frequency: frequency }: Metrics): string[] {
  if (frequency.length === 0) return ['  Topics        none found'];
  const most = frequency.slice(0, 8);
  const longest = Math.max(...most.map(({ topic }) => topic.length));
  const top = most[0]?.frequency ?? 1;
  return [
    '  Topics, by days',
    ...most.map(
      ({ topic, frequency: days }) =>
        `    ${topic.padEnd(longest)}  ${count(days).padStart(6)}  ${bar(days / top, 20).replaceAll('░', '')}`,
    ),
  ];
}

function lowest(days: readonly LowDay[]): string[] {
  if (days.length === 0) return ['  No day could be scored.'];
  return [
    days.length === 1 ? '  The lowest day' : `  The ${NUMBERS[days.length] ?? days.length} lowest days`,
    ...days.flatMap((day) => [
      `    ${decimal(day.csi_score).padStart(5)}  ${day.analysis_date}  ${oneLine(day.chat_id, 60)}`,
      `           ${oneLine(day.evidence?.reason ?? 'no reason given', 100)}`,
    ]),
  ];
}

function footnotes({ metrics, progress }: SummaryInput): string[][] {
  const judges = metrics.scorers.map(({ scorer, days }) => `${scorer} (${plural(days, 'day')})`).join(', ');
  const notes = [
    ...(judges ? [`  Judged by     ${judges}`] : []),
    ...leftOut(progress).map((text) => `  Messages      ${text}`),
    ...progress.errors.map(
      ({ message, count: n }) => `  Note          ${oneLine(message, 100)}${n ? ` (${count(n)})` : ''}`,
    ),
  ];
  return notes.length > 0 ? [notes] : [];
}

function leftOut({ statistics }: Progress): string[] {
  const {
    filtered_autoresponses: filtered = 0,
    rejected_messages: rejected = 0,
    duplicate_messages: known = 0,
  } = statistics;
  const parts = [
    ...(filtered > 0 ? [`${plural(filtered, 'automatic answer')} left out`] : []),
    ...(rejected > 0 ? [`${plural(rejected, 'message')} rejected`] : []),
    ...(known > 0 ? [`${plural(known, 'message')} known already`] : []),
  ];
  return parts.length > 0 ? [parts.join(', ')] : [];
}
