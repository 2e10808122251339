/**
 * The oracle: metrics.md computed a second time, naively and apart from the product. It imports nothing of the
 * product and prefers the obvious over the fast, so that a shared mistake is unlikely.
 */

export interface OracleMessage {
  chatId: string;
  /** Epoch milliseconds. */
  at: number;
  direction: 'to_company' | 'to_client';
  text: string;
  agent: string | null;
}

export interface Judged {
  sentiment_score: number | null;
  sentiment_shift: number | null;
  resolution_achieved: number | null;
  fcr_score: number | null;
  ces: number | null;
  topics: string[];
  outcome?: string | null;
}

export interface Weights {
  effectiveness: number;
  effort: number;
  efficiency: number;
  empathy: number;
}

export interface OracleDay {
  chatId: string;
  date: string;
  messages: number;
  customer_messages: number;
  outbound: boolean;
  first_response_time: number | null;
  avg_response_time: number | null;
  total_handling_time: number | null;
  unanswered_turns: number;
  judged: Judged | null;
  effectiveness: number | null;
  effort: number | null;
  efficiency: number | null;
  empathy: number | null;
  csi: number | null;
}

export const WEIGHTS: Record<string, Weights> = {
  standard: { effectiveness: 0.35, effort: 0.25, efficiency: 0.25, empathy: 0.15 },
  equal: { effectiveness: 0.25, effort: 0.25, efficiency: 0.25, empathy: 0.25 },
  impact: { effectiveness: 0.35, effort: 0.25, efficiency: 0.2, empathy: 0.2 },
  utilities: { effectiveness: 0.4, effort: 0.25, efficiency: 0.15, empathy: 0.2 },
};

/** Messages of an upload in the grouped shape, as the files of this project write it. */
export function readGrouped(file: Record<string, Record<string, unknown>[]>): OracleMessage[] {
  return Object.entries(file).flatMap(([chatId, messages]) =>
    messages.map((m) => ({
      chatId,
      at: Date.parse(String(m.SOCIAL_CREATE_TIME)),
      direction: m.DIRECTION as OracleMessage['direction'],
      text: String(m.MESSAGE_CONTENT),
      agent: (m.AGENT_USERNAME as string | null) ?? null,
    })),
  );
}

/** The same five again is the same message; the first one stays. */
export function withoutDuplicates(messages: OracleMessage[]): OracleMessage[] {
  const seen = new Set<string>();
  return messages.filter((m) => {
    const identity = JSON.stringify([m.chatId, m.at, m.direction, m.text]);
    return !seen.has(identity) && seen.add(identity);
  });
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

export function dateInZone(at: number, zone: string): string {
  const parts = formatOf(zone).formatToParts(at);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

export const mean = (values: (number | null)[]): number | null => {
  const known = values.filter((v) => v !== null);
  return known.length === 0 ? null : known.reduce((sum, v) => sum + v, 0) / known.length;
};

const scale = (value: number | null, max: number) =>
  value === null ? null : 10 * Math.max(0, 1 - value / max);

interface Turn {
  startedAt: number;
  repliedAt: number | null;
}

/** A run of customer messages up to the next agent message, anywhere in the conversation. */
function turnsOf(conversation: OracleMessage[]): Turn[] {
  const turns: Turn[] = [];
  conversation.forEach((message, i) => {
    const before = conversation[i - 1];
    if (message.direction !== 'to_company' || before?.direction === 'to_company') return;
    const reply = conversation.slice(i).find((m) => m.direction === 'to_client');
    turns.push({ startedAt: message.at, repliedAt: reply?.at ?? null });
  });
  return turns;
}

export type Judge = (chatId: string, date: string) => Judged | null;

/** All conversation-days of these messages (given in order of acceptance), ordered by chat id and date. */
export function oracleDays(
  messages: OracleMessage[],
  zone: string,
  judge: Judge,
  weights: Weights,
): OracleDay[] {
  const unique = withoutDuplicates(messages);
  const byChat = Map.groupBy(unique, (m) => m.chatId);
  return [...byChat.keys()].sort().flatMap((chatId) => {
    const conversation = (byChat.get(chatId) ?? []).sort((a, b) => a.at - b.at);
    const turns = turnsOf(conversation);
    const dates = [...new Set(conversation.map((m) => dateInZone(m.at, zone)))].sort();
    return dates.map((date) => {
      const day = conversation.filter((m) => dateInZone(m.at, zone) === date);
      const own = turns.filter((t) => dateInZone(t.startedAt, zone) === date);
      const judged = day.some((m) => m.direction === 'to_company') ? judge(chatId, date) : null;
      return oracleDay(chatId, date, day, own, judged, weights);
    });
  });
}

function oracleDay(
  chatId: string,
  date: string,
  day: OracleMessage[],
  turns: Turn[],
  judged: Judged | null,
  weights: Weights,
): OracleDay {
  const customer = day.filter((m) => m.direction === 'to_company').length;
  const waits = turns.flatMap((t) => (t.repliedAt === null ? [] : [(t.repliedAt - t.startedAt) / 1000]));
  const span = ((day.at(-1)?.at ?? 0) - (day[0]?.at ?? 0)) / 60_000;
  const time = {
    first_response_time: waits[0] ?? null,
    avg_response_time: mean(waits),
    total_handling_time: customer < day.length ? span : null,
    unanswered_turns: turns.length - waits.length,
  };
  const outbound = customer === 0;
  const pillars = outbound
    ? { effectiveness: null, effort: null, efficiency: null, empathy: null }
    : {
        effectiveness: mean([judged?.resolution_achieved ?? null, judged?.fcr_score ?? null]),
        effort: judged?.ces == null ? null : (10 * (7 - judged.ces)) / 6,
        efficiency:
          turns.length > 0 && waits.length === 0
            ? 0
            : mean([
                scale(time.first_response_time, 3600),
                scale(time.avg_response_time, 1800),
                scale(time.total_handling_time === null ? null : time.total_handling_time * 60, 7200),
              ]),
        empathy: mean([
          judged?.sentiment_score ?? null,
          judged?.sentiment_shift == null ? null : judged.sentiment_shift + 5,
        ]),
      };
  const { effectiveness, effort, efficiency, empathy } = pillars;
  const complete = effectiveness !== null && effort !== null && efficiency !== null && empathy !== null;
  const csi = complete
    ? 10 *
      (weights.effectiveness * effectiveness +
        weights.effort * effort +
        weights.efficiency * efficiency +
        weights.empathy * empathy)
    : null;
  return {
    chatId,
    date,
    messages: day.length,
    customer_messages: customer,
    outbound,
    ...time,
    judged,
    ...pillars,
    csi,
  };
}
