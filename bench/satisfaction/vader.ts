import vader from 'vader-sentiment';
import { mean } from './dialogues.js';
import type { Item } from './protocols.js';
import type { Corpus } from './corpora.js';

/** The floor that everything has to beat: VADER's compound of a turn, and their mean of a dialogue. */
export function vaderItems({ dialogues }: Corpus): {
  turns: Item[];
  dialogues: Item[];
} {
  const turns: Item[] = [];
  const whole = dialogues.map(({ rows, overall }): Item => {
    const own = rows
      .filter((row) => row.customer)
      .map(({ text, ratings }): Item => ({
        ratings,
        predicted: compound(text),
      }));
    turns.push(...own);
    return {
      ratings: overall,
      predicted: mean(own.map((item) => item.predicted)),
    };
  });
  return { turns, dialogues: whole };
}

const compound = (text: string): number => vader.SentimentIntensityAnalyzer.polarity_scores(text).compound;
