import type { MicroMetrics } from '@powerpulse/contracts';
import type { DayTranscript, DayVerdict, Judgement } from '../scorer.js';
import { assess, toneOf, type Assessment } from './assess.js';
import { calm } from './endings.js';
import { confidenceOf } from './confidence.js';
import { quotesOf, reasonOf } from './explain.js';
import { looksEnglish } from './language.js';
import { MODEL } from './shipped-model.js';
import { readLine } from './line.js';
import { languageOf } from './read-day.js';
import { readMessage } from './read-message.js';
import { nameTopics, topicMentions, type FoundTopics } from './topics.js';
import { firstContactResolution, outcomeOf } from './weigh.js';

/** Below this, and without an answer, there is nothing that wording could show. */
const ENOUGH_LETTERS = 3;

/** -1..1; null where the message has nothing to judge or is not in English. */
export const messageSentiment = (text: string): number | null => toneOf(MODEL, calm(readMessage(text)));

export function judgeDay(day: DayTranscript): DayVerdict {
  const lines = day.messages.map(readLine);
  const assessment = assess(MODEL, day, lines);
  if (assessment !== null && looksEnglish(languageOf(assessment.reading))) {
    return { kind: 'judged', judgement: judge(assessment) };
  }
  const silent = lines.every((line) => !line.customer || line.reading.tokens.letters === 0);
  return silent
    ? {
        kind: 'unscored',
        reason: 'no_text',
        detail: 'The customer wrote no words on this day.',
      }
    : {
        kind: 'unscored',
        reason: 'unknown_language',
        detail: 'The local scorer reads English only; this day is in another language.',
      };
}

function judge(assessment: Assessment): Judgement {
  const { reading, facts } = assessment;
  const topics = nameTopics(
    reading.lines.map((line) => ({
      customer: line.customer,
      mentions: topicMentions(line.reading.tokens),
    })),
  );
  const metrics = metricsOf(assessment, topics);
  return {
    metrics,
    nullReasons: nullReasons(metrics),
    confidence: confidenceOf(reading, facts, topics, metrics),
    reason: reasonOf(facts),
    quotes: quotesOf(reading, facts, topics, metrics),
  };
}

function metricsOf({ reading, scores }: Assessment, topics: FoundTopics): MicroMetrics {
  const known = { sentiment_score: scores.sentiment, topics: topics.topics };
  if (reading.letters < ENOUGH_LETTERS && reading.agent.length === 0) return { ...NOTHING, ...known };
  return {
    ...known,
    sentiment_shift: scores.shift,
    resolution_achieved: scores.resolution,
    fcr_score: firstContactResolution(reading, scores.resolution),
    ces: scores.effort,
    predicted_rating: scores.rating,
    outcome: outcomeOf(reading, scores.resolution),
  };
}

const NOTHING = {
  sentiment_shift: null,
  resolution_achieved: null,
  fcr_score: null,
  ces: null,
  predicted_rating: null,
  outcome: null,
} as const;

const REASONS: Readonly<Record<string, string>> = {
  sentiment_shift: 'The customer wrote one message: there is no course.',
  fcr_score: 'There was an earlier contact, and it can not be told whether it was about the same issue.',
};

function nullReasons(metrics: MicroMetrics): Record<string, string> {
  const tooLittle = metrics.ces === null;
  const nulls = Object.entries(metrics).filter(([, value]) => value === null);
  return Object.fromEntries(
    nulls.map(([field]) => [
      field,
      tooLittle ? 'There is too little text to judge.' : (REASONS[field] ?? ''),
    ]),
  );
}
