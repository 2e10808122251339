import type { Additive, ModelFile } from '../../apps/scoring/src/domain/local/model.js';
import { TURN_FEATURES } from '../../apps/scoring/src/domain/local/turn-features.js';
import type { Forest } from '../../apps/scoring/src/domain/local/trees.js';
import { dayRow, fitDay, type DayParts } from './fit-day.js';
import { fitTurn, viewsOf, type TurnParts } from './fit-turn.js';
import { fitUtterance } from './fit-utterance.js';
import { fitRidge, predict, type Linear } from './learn/ridge.js';
import type { Sample } from './samples.js';
import { neutralOf, onlyPart, withoutPart, type TrainingSet } from './training-set.js';

/** Parts in which turn scores of the training dialogues are predicted by models that have not seen them. */
const PARTS = 3;
const SEED = 20211;

/** Everything that is shipped, learnt from one training set. Nothing else is looked at. */
export function fitModel(set: TrainingSet): ModelFile {
  const unseen = unseenViews(set);
  const blend = blendOf(set, unseen);
  const rows = new Map<Sample, Float64Array>();
  for (const { samples } of set) {
    for (const sample of samples)
      rows.set(
        sample,
        dayRow(
          sample,
          (unseen.get(sample) ?? []).map((views) => predict(blend, views)),
        ),
      );
  }
  return toFile(set, fitTurn(set, SEED), blend, fitDay(set, rows, SEED));
}

function unseenViews(set: TrainingSet): Map<Sample, Float64Array[]> {
  const views = new Map<Sample, Float64Array[]>();
  for (let part = 0; part < PARTS; part++) {
    const parts = fitTurn(withoutPart(set, PARTS, part), SEED + 1 + part);
    for (const { samples } of onlyPart(set, PARTS, part)) {
      for (const sample of samples) views.set(sample, viewsOf(parts, sample.turns));
    }
  }
  return views;
}

/** How much each view of a turn counts: none against what it says. */
function blendOf(set: TrainingSet, unseen: ReadonlyMap<Sample, Float64Array[]>): Linear {
  const rows = set.flatMap(({ samples, weight }) => {
    const ratings = samples.flatMap((sample) => sample.turns.map((turn) => turn.rating));
    const middle = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
    return samples.flatMap((sample) =>
      (unseen.get(sample) ?? []).map((views, i) => ({
        views,
        weight,
        target: (sample.turns[i]?.rating ?? middle) - middle,
      })),
    );
  });
  const fitted = fitRidge(
    {
      features: rows.map(({ views }) => views),
      targets: Float64Array.from(rows, ({ target }) => target),
      weights: Float64Array.from(rows, ({ weight }) => weight),
    },
    {
      spreadPenalty: 100,
      plainPenalty: 0,
      prior: Float64Array.of(0.5, 0.4, 0.8),
      sign: Int8Array.of(1, 1, 1),
    },
  );
  return { weights: fitted.weights, bias: 0 };
}

function toFile(set: TrainingSet, turn: TurnParts, blend: Linear, day: DayParts): ModelFile {
  const [linear = 0, grams = 0, trees = 0] = blend.weights;
  const gramUnit = short(
    turn.grams.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9) / GRAM_STEPS,
  );
  return {
    turnNeutral: neutralOf(set, (sample) => sample.turns.map(({ rating }) => rating)),
    dayNeutral: neutralOf(set, (sample) => [sample.overall]),
    utterance: { ...additive(fitUtterance(set), null) },
    turn: additive(
      {
        weights: turn.linear.weights.slice(0, TURN_FEATURES.length),
        bias: turn.linear.bias,
      },
      turn.forest,
    ),
    ending: additive(
      {
        weights: turn.linear.weights.slice(TURN_FEATURES.length).map((weight) => linear * weight),
        bias: 0,
      },
      null,
    ),
    blend: { linear: short(linear), grams: short(grams), trees: short(trees) },
    grams: Array.from(turn.grams, (weight) => Math.round(weight / gramUnit)),
    gramUnit,
    day: additive(day.linear, day.forest),
    dayBlend: { ...DAY_BLEND },
  };
}

const DAY_BLEND = { linear: 0.35, trees: 0.6 };
const GRAM_STEPS = 99;

/** Four digits are more than a weight is known to, and keep the file small. */
const short = (value: number): number => Number(value.toPrecision(4));

function additive({ weights, bias }: Linear, forest: Forest | null): Additive {
  const trees = forest === null ? null : { ...forest, threshold: forest.threshold.map(short) };
  return { weights: Array.from(weights, short), bias: short(bias), trees };
}
