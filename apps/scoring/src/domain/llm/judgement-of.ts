import type { MicroMetrics } from '@powerpulse/contracts';
import type { Judgement, JudgedQuote } from '../scorer.js';
import { findQuote } from './find-quote.js';
import type { AnsweredDay } from './read-answer.js';
import { withoutIdentifiers } from './identifiers.js';
import { cleanText } from './read-answer.js';
import { JUDGED_SCALES, SCORE_NAMES, type RubricDocument } from '@powerpulse/contracts';
import type { SealedDay } from './seal-day.js';

/** An answered day as a judgement. Quotes that are not in the transcript are dropped and counted. */
export function judgementOf(answer: AnsweredDay, sealed: SealedDay, rubric: RubricDocument): Judgement {
  const quotes: JudgedQuote[] = [];
  let dropped = 0;
  for (const name of SCORE_NAMES) {
    const quote = answer.quotes[name];
    if (quote === null) continue;
    const found = findQuote(quote, sealed.shown);
    if (found === null) dropped += 1;
    else quotes.push({ metric: JUDGED_SCALES[name].metric, ...found });
  }
  const labels = new Map(rubric.topics.map(({ slug, label }) => [slug, label]));
  const metrics: MicroMetrics = {
    sentiment_score: answer.scores.sentiment,
    sentiment_shift: answer.scores.shift,
    resolution_achieved: answer.scores.resolution,
    fcr_score: answer.scores.fcr,
    ces: answer.scores.ces,
    predicted_rating: answer.scores.rating,
    topics: answer.topics.map((slug) => ({ slug, label: labels.get(slug) ?? slug })),
    outcome: answer.outcome,
  };
  const why = answer.unsure ?? 'the model gave none';
  const unjudged = SCORE_NAMES.filter((name) => answer.scores[name] === null);
  return {
    metrics,
    nullReasons: Object.fromEntries(
      unjudged.map((name) => [JUDGED_SCALES[name].metric, withoutIdentifiers(cleanText(why, 200))]),
    ),
    confidence: {},
    reason: withoutIdentifiers(answer.reason),
    quotes,
    droppedQuotes: dropped,
    notes: [...sealed.notes, ...(sealed.suspected === null ? [] : [SUSPECTED])],
    suspected: sealed.suspected !== null,
    proposedTopics: answer.proposals,
  };
}

const SUSPECTED = 'an instruction to the judge is suspected in the transcript: it was judged alone';
