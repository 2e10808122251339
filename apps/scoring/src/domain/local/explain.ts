import type { MicroMetrics } from '@powerpulse/contracts';
import type { JudgedQuote } from '../scorer.js';
import type { Fact, Place } from './facts.js';
import type { Line } from './line.js';
import type { DayReading } from './read-day.js';
import { sentenceSpan } from './read-message.js';
import type { FoundTopics } from './topics.js';

const weightOf = (fact: Fact): number => fact.times * (Math.abs(fact.resolution) + Math.abs(fact.effort));

/** One sentence for people, made of facts: no words of the transcript, no names. */
export function reasonOf(facts: readonly Fact[]): string {
  const [first, second] = facts.toSorted((a, b) => weightOf(b) - weightOf(a));
  if (first === undefined) return 'Nothing in the wording points to a good or a bad experience.';
  if (second === undefined) return `${first.says}.`;
  const good = (fact: Fact): boolean => fact.resolution > fact.effort;
  const joint = good(first) === good(second) ? ', and' : ', but';
  return `${first.says}${joint} ${second.says.charAt(0).toLowerCase()}${second.says.slice(1)}.`;
}

/** For each score that there is, the sentence that weighed most. */
export function quotesOf(
  day: DayReading,
  facts: readonly Fact[],
  topics: FoundTopics,
  metrics: MicroMetrics,
): JudgedQuote[] {
  const strongest = (pick: (fact: Fact) => number): Place | null => {
    let [most, place]: [number, Place | null] = [-1, null];
    for (const fact of facts) {
      if (fact.place === null || Math.abs(pick(fact)) <= most) continue;
      [most, place] = [Math.abs(pick(fact)), fact.place];
    }
    return place;
  };
  const places: readonly [keyof MicroMetrics, Place | null][] = [
    ['sentiment_score', tonePlace(day)],
    ['resolution_achieved', strongest((fact) => fact.resolution)],
    ['fcr_score', strongest((fact) => fact.resolution)],
    ['ces', strongest((fact) => fact.effort)],
    ['predicted_rating', strongest((fact) => fact.rating)],
    ['topics', topicPlace(day, topics)],
  ];
  return places.flatMap(([metric, place]) => (metrics[metric] === null ? [] : quote(metric, place)));
}

/** The message with the strongest tone; null where none has any. */
function tonePlace(day: DayReading): Place | null {
  let [most, strongest]: [number, Line | null] = [0, null];
  for (const line of day.customer) {
    const strength = Math.abs(line.reading.signals.tone);
    if (strength > most) [most, strongest] = [strength, line];
  }
  return strongest === null ? null : { line: strongest, words: null };
}

function topicPlace(day: DayReading, { first }: FoundTopics): Place | null {
  const line = first === null ? undefined : day.lines[first.line];
  return first === null || line === undefined ? null : { line, words: first.mention };
}

/** Of a message without a point to it, the beginning is quoted. */
const OPENING_WORDS = 40;

function quote(metric: string, place: Place | null): JudgedQuote[] {
  if (place === null) return [];
  const { line, words } = place;
  const all = {
    from: 0,
    to: Math.min(line.reading.tokens.words.length, OPENING_WORDS),
  };
  const { from, to } = words ?? all;
  const span = sentenceSpan(line.reading, from, to);
  return span.length > 0 ? [{ metric, messageId: line.messageId, ...span }] : [];
}
