import { assess } from '../../apps/scoring/src/domain/local/assess.js';
import { endingScore, walkTurns } from '../../apps/scoring/src/domain/local/course.js';
import { looksEnglish } from '../../apps/scoring/src/domain/local/language.js';
import { turnScore, type Model } from '../../apps/scoring/src/domain/local/model.js';
import { languageOf } from '../../apps/scoring/src/domain/local/read-day.js';
import { transcriptOf } from './dialogues.js';
import type { Item } from './protocols.js';
import type { Sample } from './samples.js';

export interface Predictions {
  turns: Item[];
  dialogues: Item[];
  /** Dialogues that the scorer leaves unscored (no text, unknown language); counted as neutral here. */
  unjudged: number;
}

/** What the scorer says of these dialogues, by the code that judges conversation-days. */
export function predictionsOf(model: Model, samples: readonly Sample[]): Predictions {
  const all: Predictions = { turns: [], dialogues: [], unjudged: 0 };
  const { turnNeutral, dayNeutral } = model.file;
  for (const { dialogue, reading } of samples) {
    walkTurns(reading, ({ index, features, own, agent, remaining }) => {
      const score = turnScore(model, features, own, agent) + endingScore(model, remaining);
      const predicted = turnNeutral + score;
      all.turns.push({
        ratings: dialogue.rows[index]?.ratings ?? [],
        predicted,
      });
    });
    const assessment = looksEnglish(languageOf(reading))
      ? assess(model, transcriptOf(dialogue), reading.lines)
      : null;
    if (assessment === null) all.unjudged++;
    all.dialogues.push({
      ratings: dialogue.overall,
      predicted: assessment?.scores.rating ?? dayNeutral,
    });
  }
  return all;
}

export const joined = (parts: readonly Predictions[]): Predictions => ({
  turns: parts.flatMap((part) => part.turns),
  dialogues: parts.flatMap((part) => part.dialogues),
  unjudged: parts.reduce((sum, part) => sum + part.unjudged, 0),
});
