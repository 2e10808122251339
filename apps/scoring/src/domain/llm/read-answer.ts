import { Outcome, type Topic } from '@powerpulse/contracts';
import { z } from 'zod';
import { extractJson } from './extract-json.js';
import { JUDGED_SCALES, SCORE_NAMES, type RubricDocument, type ScoreName } from '@powerpulse/contracts';

/** One day of an answer, well-formed and inside all scales. */
export interface AnsweredDay {
  scores: Record<ScoreName, number | null>;
  quotes: Record<ScoreName, string | null>;
  unsure: string | null;
  reason: string;
  outcome: Outcome;
  topics: string[];
  proposals: Topic[];
}

export interface ReadAnswer {
  /** By alias. Only what was asked for, each once. */
  days: Map<string, AnsweredDay>;
  /** Aliases that were asked for and not usably answered, with the reason. */
  refused: Map<string, string>;
  /** Entries about something that was not asked for. */
  foreign: number;
}

const LONGEST_REASON = 300;
const LONGEST_QUOTE = 300;
const MOST_TOPICS = 5;

const score = (name: ScoreName) =>
  z.number().min(JUDGED_SCALES[name].min).max(JUDGED_SCALES[name].max).nullable();

const scores = {
  sentiment: score('sentiment'),
  shift: score('shift'),
  resolution: score('resolution'),
  fcr: score('fcr'),
  ces: score('ces'),
  rating: score('rating'),
};

const quote = z.string().nullable().optional();

const Entry = z.object({
  ...scores,
  check: z.string(),
  reason: z.string(),
  unsure: z.string().nullable().optional(),
  outcome: Outcome,
  topics: z.array(z.string()),
  new_topics: z.array(z.string()).optional(),
  quotes: z
    .object({ sentiment: quote, shift: quote, resolution: quote, fcr: quote, ces: quote, rating: quote })
    .optional(),
});

/** Null where the answer as a whole is no answer. What is wrong with one entry costs that entry alone. */
export function readAnswer(
  content: string,
  asked: readonly { alias: string; check: string }[],
  rubric: RubricDocument,
): ReadAnswer | { problem: string } {
  const extracted = extractJson(content);
  if ('problem' in extracted) return extracted;
  const { days: entries } = extracted.value;
  if (!Array.isArray(entries)) return { problem: 'no list of days' };
  const result: ReadAnswer = { days: new Map(), refused: new Map(), foreign: 0 };
  const byAlias = new Map<string, unknown[]>(asked.map(({ alias }) => [alias, []]));
  for (const entry of entries as unknown[]) {
    const id: unknown = typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
    const own = typeof id === 'string' ? byAlias.get(id) : undefined;
    if (own === undefined) result.foreign += 1;
    else own.push(entry);
  }
  for (const { alias, check } of asked) {
    const day = readEntries(byAlias.get(alias) ?? [], check, rubric);
    if (typeof day === 'string') result.refused.set(alias, day);
    else result.days.set(alias, day);
  }
  return result;
}

/** The same entry twice is one; two that differ are none. */
function readEntries(
  entries: readonly unknown[],
  check: string,
  rubric: RubricDocument,
): AnsweredDay | string {
  const [first] = entries;
  if (first === undefined) return 'missing in the answer';
  const same = new Set(entries.map((entry) => JSON.stringify(entry)));
  if (same.size > 1) return 'answered twice, differently';
  const parsed = Entry.safeParse(first);
  if (!parsed.success) return `not usable: ${parsed.error.issues[0]?.path.join('.') ?? ''}`;
  const entry = parsed.data;
  if (entry.check !== check) return 'the check is that of another day';
  const known = new Set(rubric.topics.map((topic) => topic.slug));
  if (entry.topics.some((slug) => !known.has(slug))) return 'not usable: topics';
  const unsure = cleanText(entry.unsure ?? '', LONGEST_REASON);
  if (SCORE_NAMES.some((name) => entry[name] === null) && unsure === '')
    return 'a score is null without a reason';
  return {
    scores: {
      sentiment: entry.sentiment,
      shift: entry.shift,
      resolution: entry.resolution,
      fcr: entry.fcr,
      ces: entry.ces,
      rating: entry.rating,
    },
    quotes: quotesOf(entry.quotes ?? {}),
    unsure: unsure === '' ? null : unsure,
    reason: cleanText(entry.reason, LONGEST_REASON),
    outcome: entry.outcome,
    topics: [...new Set(entry.topics)].slice(0, MOST_TOPICS),
    proposals: proposalsOf(entry.new_topics ?? [], known),
  };
}

function quotesOf(quotes: NonNullable<z.infer<typeof Entry>['quotes']>): AnsweredDay['quotes'] {
  const one = (text: string | null | undefined) => (text == null ? null : text.slice(0, LONGEST_QUOTE));
  return {
    sentiment: one(quotes.sentiment),
    shift: one(quotes.shift),
    resolution: one(quotes.resolution),
    fcr: one(quotes.fcr),
    ces: one(quotes.ces),
    rating: one(quotes.rating),
  };
}

/** What PostgreSQL and JSON can't hold, and what is not text, goes; long texts are cut. */
export function cleanText(text: string, longest: number): string {
  const kept = text
    .slice(0, 4 * longest)
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll('\ufffd', '')
    .trim();
  return kept.length <= longest
    ? kept
    : `${kept
        .slice(0, longest - 1)
        .trimEnd()
        .toWellFormed()
        .replaceAll('\ufffd', '')}…`;
}

function proposalsOf(labels: readonly string[], known: ReadonlySet<string>): Topic[] {
  const proposals = new Map<string, Topic>();
  for (const raw of labels.slice(0, 10)) {
    const label = cleanText(raw, 60);
    const slug = label
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/\p{Mn}/gu, '')
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 60);
    if (slug !== '' && !known.has(slug) && label.split(/\s+/).length <= 4)
      proposals.set(slug, { slug, label });
  }
  return [...proposals.values()].slice(0, 3);
}
