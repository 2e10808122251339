import { averageRecall, dissatisfiedF1, kappa, paperRho } from './figures.js';
import { fitLeanings, type Leanings } from './fit-history.js';
import type { HistorySample } from './history-samples.js';
import { operatingPoint, ratingsAt, type OperatingPoint } from './operating-point.js';

/** The paper's figures on the joined folds, and the true F1 beside its own. */
export interface HistoryFigures {
  n: number;
  uar: number;
  kappa: number;
  rho: number;
  f1_paper: number;
  f1: number;
  /** How often each of 1 to 5 was predicted. */
  predicted: number[];
}

export function historyFigures(predicted: readonly number[], labels: readonly number[]): HistoryFigures {
  const f1 = dissatisfiedF1(predicted, labels);
  return {
    n: labels.length,
    uar: averageRecall(predicted, labels),
    kappa: kappa(predicted, labels),
    rho: paperRho(predicted, labels),
    f1_paper: f1.paper,
    f1: f1.f1,
    predicted: [1, 2, 3, 4, 5].map((rating) => predicted.filter((value) => value === rating).length),
  };
}

/** Parts of the training dialogues, each judged by the others to fix the operating point. */
const PARTS = 3;

export function fitHistory(
  training: readonly HistorySample[],
): (samples: readonly HistorySample[]) => number[] {
  const point = unseenPoint(training);
  const leanings = fitLeanings(training);
  return (samples) => ratingsAt(leanings(samples), point);
}

function unseenPoint(training: readonly HistorySample[]): OperatingPoint {
  const order: HistorySample[] = [];
  const parts: Leanings[] = [];
  for (let part = 0; part < PARTS; part++) {
    const held = training.filter((sample) => sample.dialogue % PARTS === part);
    parts.push(fitLeanings(training.filter((sample) => sample.dialogue % PARTS !== part))(held));
    order.push(...held);
  }
  const all = (pick: (part: Leanings) => Float64Array): Float64Array =>
    Float64Array.from(parts.flatMap((part) => Array.from(pick(part))));
  const unseen = {
    low: all((part) => part.low),
    high: all((part) => part.high),
    top: all((part) => part.top),
  };
  return operatingPoint(
    unseen,
    order.map((sample) => sample.label),
  );
}

/** Fold f tests [fL, (f+1)L) of the utterances in file order; the last n mod folds are only trained on. */
export function crossValidatedHistory(
  samples: readonly HistorySample[],
  folds: number,
  progress: (fold: number) => void,
): HistoryFigures {
  const size = Math.floor(samples.length / folds);
  const predicted: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const test = samples.slice(fold * size, (fold + 1) * size);
    const training = [...samples.slice(0, fold * size), ...samples.slice((fold + 1) * size)];
    predicted.push(...fitHistory(training)(test));
    progress(fold + 1);
  }
  return historyFigures(
    predicted,
    samples.slice(0, folds * size).map((sample) => sample.label),
  );
}
