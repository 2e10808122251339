import { MAX_ATTEMPTS } from '../conclude-job.js';
import type { ScorerVerdict } from '../scorer.js';
import { findQuote } from './find-quote.js';
import { judgementOf } from './judgement-of.js';
import type { AskedDay } from './outgoing-prompt.js';
import type { AnsweredDay, ReadAnswer } from './read-answer.js';
import { SCORE_NAMES, type RubricDocument } from '@powerpulse/contracts';

/** From the second try on a day is judged alone. */
const TRIES_IN_COMPANY = 1;

/** Verdicts of a readable answer: what is good is kept, only what is missing or wrong is asked for again. */
export function verdictsOf(
  answer: ReadAnswer,
  asked: readonly AskedDay[],
  rubric: RubricDocument,
  attemptsOf: (dayId: string) => number,
): Map<string, ScorerVerdict> {
  const verdicts = new Map<string, ScorerVerdict>();
  for (const day of asked) {
    const { dayId } = day.sealed;
    const answered = answer.days.get(day.alias);
    const problem =
      answered === undefined
        ? (answer.refused.get(day.alias) ?? 'missing in the answer')
        : quotesAnother(answered, day, asked)
          ? 'its quotes are those of another day'
          : null;
    if (problem !== null) verdicts.set(dayId, refused(problem, attemptsOf(dayId)));
    else if (answered !== undefined)
      verdicts.set(dayId, { kind: 'judged', judgement: judgementOf(answered, day.sealed, rubric) });
  }
  return verdicts;
}

function refused(why: string, attempts: number): ScorerVerdict {
  if (attempts + 1 >= MAX_ATTEMPTS) return { kind: 'unscored', reason: 'invalid_answer', detail: why };
  return { kind: 'again', why, counts: true, maxDays: attempts + 1 > TRIES_IN_COMPANY ? 1 : null, waitMs: 0 };
}

/** Whether it quotes words that are not in its day but in a neighbour's: then its scores are the neighbour's, too. */
function quotesAnother(answer: AnsweredDay, day: AskedDay, asked: readonly AskedDay[]): boolean {
  const strange = SCORE_NAMES.map((name) => answer.quotes[name]).filter(
    (quote): quote is string =>
      quote !== null && quote.length >= 12 && findQuote(quote, day.sealed.shown) === null,
  );
  return strange.some((quote) =>
    asked.some((other) => other !== day && findQuote(quote, other.sealed.shown) !== null),
  );
}
