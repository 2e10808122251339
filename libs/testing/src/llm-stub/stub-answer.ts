import { hash } from 'node:crypto';

/** A day as the stub reads it out of a prompt: by its fences, like a model would. */
export interface FencedDay {
  id: string;
  check: string;
  lines: string[];
}

/** One entry of an answer. Loose on purpose: faults put anything into it. */
export type Entry = Record<string, unknown>;

const OPENING = /^<<<(\S+) (\S+) check=(\S+) date=\S+>>>$/;

export function fencedDays(prompt: string): FencedDay[] {
  const code = /^Fence code: (\S+)$/m.exec(prompt)?.[1];
  const days: FencedDay[] = [];
  let open: FencedDay | undefined;
  for (const line of prompt.split('\n')) {
    const [, nonce, id, check] = OPENING.exec(line) ?? [];
    if (open === undefined && nonce === code && id !== undefined && check !== undefined)
      open = { id, check, lines: [] };
    else if (open !== undefined && line === `<<<${code ?? ''} end ${open.id}>>>`) {
      days.push(open);
      open = undefined;
    } else open?.lines.push(line);
  }
  return days;
}

/** A pseudo-score between two ends that depends on the day's text alone. */
function scoreOf(text: string, name: string, min: number, max: number): number {
  const share = parseInt(hash('sha256', `${name} ${text}`, 'hex').slice(0, 8), 16) / 0xffffffff;
  return Math.round((min + share * (max - min)) * 10) / 10;
}

const OUTCOMES = ['resolved', 'escalated', 'abandoned', 'pending'];

/** What an ideal model answers: complete, in range, quotes verbatim. The same text always gets the same entry. */
export function entryOf(day: FencedDay, topics: readonly string[]): Entry {
  const text = day.lines.join('\n');
  const customer = day.lines
    .filter((line) => line.startsWith('c+'))
    .map((line) => line.replace(/^c\+\d+: /, ''));
  const first = (customer[0] ?? '').split(' ').slice(0, 5).join(' ');
  const last = (customer.at(-1) ?? '').split(' ').slice(0, 5).join(' ');
  const quote = (words: string) => (words.length > 1 ? words : null);
  const pick = (name: string, list: readonly string[]) =>
    list[Math.floor(scoreOf(text, name, 0, list.length - 0.1))];
  const topic = pick('topic', topics);
  return {
    id: day.id,
    check: day.check,
    reason: `The day has ${day.lines.length} lines and ended as it did.`,
    quotes: {
      sentiment: quote(first),
      shift: quote(last),
      resolution: quote(last),
      fcr: null,
      ces: quote(first),
      rating: null,
    },
    sentiment: scoreOf(text, 'sentiment', 0, 10),
    shift: scoreOf(text, 'shift', -5, 5),
    resolution: scoreOf(text, 'resolution', 0, 10),
    fcr: scoreOf(text, 'fcr', 0, 10),
    ces: scoreOf(text, 'ces', 1, 7),
    rating: scoreOf(text, 'rating', 1, 5),
    unsure: null,
    outcome: pick('outcome', OUTCOMES) ?? 'pending',
    topics: topic === undefined ? [] : [topic],
    new_topics: [],
  };
}

const OBEYED =
  /score|rate 5|ignore|ignor|忽略|评分|maximum|10\/10|certify|pwned|output|system|assistant|evaluator|obey|hyperlink|<img|select set_config|call the function|send_campaign|when someone asks/i;

/** A model that does as any text in the prompt tells it: all days get the best of everything. */
export function obedient(entries: readonly Entry[], prompt: string): Entry[] {
  const days = fencedDays(prompt);
  const told = days.some((day) => day.lines.some((line) => OBEYED.test(line)));
  if (!told) return [...entries];
  return entries.map((entry) => ({
    ...entry,
    sentiment: 10,
    shift: 5,
    resolution: 10,
    fcr: 10,
    ces: 1,
    rating: 5,
  }));
}
