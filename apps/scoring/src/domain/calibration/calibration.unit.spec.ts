import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf, sorted } from './agreement.js';
import { calibrate, type RatedDay } from './calibrate.js';
import { claimOf, claimOfScorer } from './claim.js';
import { figuresOf } from './intervals.js';

const pairs = (scores: readonly number[], ratings: readonly number[]) =>
  sorted({ scores: Float64Array.from(scores), ratings: Float64Array.from(ratings) });
const agreement = (scores: readonly number[], ratings: readonly number[]) =>
  agreementOf(pairs(scores, ratings), new Float64Array(scores.length).fill(1));

/** Uniform 0..1, the same every time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
/** So many days of a scorer that follows people by `weight` and chance by the rest. */
function days(count: number, weight: number, raters = 1): RatedDay[] {
  const random = chance(7);
  return Array.from({ length: count }, () => {
    const truth = 1 + 4 * random();
    return {
      score: weight * truth + (1 - weight) * (1 + 4 * random()),
      ratings: Array.from({ length: raters }, (_, i) => ({
        rater: `r${i}`,
        value: Math.min(5, Math.max(1, Math.round(truth + random() - 0.5))),
      })),
    };
  });
}

describe('agreement', () => {
  // Worked by hand.
  it.each([
    [[1, 2, 3, 4, 5], [1, 2, 3, 5, 4], { spearman: 0.9, quadraticKappa: 0.9, mae: 0.4, bias: 0 }],
    [[1, 2, 3], [3, 2, 1], { spearman: -1, quadraticKappa: -1, mae: 4 / 3, bias: 0 }],
    [[1, 1, 2, 2], [1, 2, 1, 2], { spearman: 0, quadraticKappa: 0, mae: 0.5, bias: 0 }],
    // ties share their average rank: 1, 2.5, 2.5, 4 against 1, 3, 2, 4
    [
      [1, 2, 2, 5],
      [1, 3, 2, 4],
      { spearman: 0.9486832980505138, quadraticKappa: 0.8571428571428572, mae: 0.5, bias: 0 },
    ],
    [[4, 5, 4, 5], [2, 3, 2, 3], { spearman: 1, quadraticKappa: 1 / 9, mae: 2, bias: 2 }],
    [[3, 3, 3], [1, 2, 3], { spearman: null, quadraticKappa: 0, mae: 1, bias: 1 }],
  ])('of %j with %j is what textbooks say', (scores, ratings, expected) => {
    const found = agreement(scores, ratings);
    for (const [name, value] of Object.entries(expected)) {
      const figure = found[name as keyof typeof found];
      if (value === null) expect(figure, name).toBeNull();
      else expect(figure, name).toBeCloseTo(value, 12);
    }
  });

  it('of a day that is twice in a sample is that of two such days', () => {
    const scale = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(scale, scale, fc.integer({ min: 0, max: 3 })), { minLength: 2 }),
        (days) => {
          const times = days.map(([, , count]) => count);
          if (times.every((count) => count === 0)) return;
          const repeated = days.flatMap(([score, rating, count]) =>
            Array.from({ length: count }, () => [score, rating] as const),
          );
          const weighed = agreementOf(
            pairs(
              days.map(([score]) => score),
              days.map(([, rating]) => rating),
            ),
            Float64Array.from(times),
          );
          const listed = agreement(
            repeated.map(([score]) => score),
            repeated.map(([, rating]) => rating),
          );
          expect(weighed.mae).toBeCloseTo(listed.mae, 9);
          if (listed.spearman === null) expect(weighed.spearman).toBeNull();
          else expect(weighed.spearman).toBeCloseTo(listed.spearman, 9);
          if (listed.quadraticKappa === null) expect(weighed.quadraticKappa).toBeNull();
          else expect(weighed.quadraticKappa).toBeCloseTo(listed.quadraticKappa, 9);
        },
      ),
    );
  });
});

describe('intervals', () => {
  const of = (list: readonly RatedDay[]) =>
    figuresOf(
      pairs(
        list.map(({ score }) => score),
        list.map(({ ratings }) => ratings[0]?.value ?? 0),
      ),
    );

  it('hold the figure, are the same every time, and narrow as days are added', () => {
    const few = of(days(60, 0.5));
    const many = of(days(600, 0.5));
    expect(of(days(60, 0.5))).toEqual(few);
    for (const { value, low, high } of [...Object.values(few), ...Object.values(many)]) {
      expect(low).toBeLessThan(value ?? NaN);
      expect(high).toBeGreaterThan(value ?? NaN);
    }
    const width = ({ low, high }: { low: number | null; high: number | null }) => (high ?? 0) - (low ?? 0);
    expect(width(many.spearman)).toBeLessThan(width(few.spearman) / 2);
  });

  it('are as wide as theory says', () => {
    const { bias } = of(days(400, 0.5));
    const list = days(400, 0.5).map(({ score, ratings }) => score - (ratings[0]?.value ?? 0));
    const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
    const error = Math.sqrt(list.reduce((sum, x) => sum + (x - mean) ** 2, 0)) / list.length;
    expect((bias.high ?? 0) - (bias.low ?? 0)).toBeCloseTo(2 * 1.96 * error, 1);
  });

  it('are not made up where nothing varies', () => {
    const same = days(80, 0.5).map((day) => ({ ...day, score: 3 }));
    expect(of(same).spearman).toEqual({ value: null, low: null, high: null });
  });
});

describe('a claim', () => {
  it('needs 50 days, however well they agree', () => {
    expect(calibrate('predicted_rating', days(49, 1)).status).toBe('not_calibrated');
    const enough = calibrate('predicted_rating', days(50, 1));
    expect(enough).toMatchObject({ status: 'calibrated', n: 50, raters: 1, human: null });
    expect(calibrate('predicted_rating', days(1, 1)).reason).toBe(
      '1 of its days is rated by people; 50 are needed.',
    );
  });

  it('needs an interval above chance, however many days there are', () => {
    expect(calibrate('ces', days(300, 0)).status).toBe('not_calibrated');
    expect(calibrate('ces', days(300, 0.5)).status).toBe('calibrated');
  });

  it('says its figures or what is missing', () => {
    expect(claimOf(80, { value: 0.3, low: 0.1, high: 0.5 })).toEqual({
      status: 'not_calibrated',
      reason: 'Spearman 0.30 (95 % interval 0.10 to 0.50) on 80 days; the interval must lie above 0.20.',
    });
    expect(claimOf(80, { value: null, low: null, high: null }).status).toBe('not_calibrated');
  });

  it('about a scorer rests on its overall rating', () => {
    const good = { status: 'calibrated', reason: 'x.' } as const;
    expect(claimOfScorer([{ metric: 'ces', ...good }]).status).toBe('not_calibrated');
    expect(claimOfScorer([{ metric: 'predicted_rating', ...good }]).status).toBe('calibrated');
  });
});

describe('the human ceiling', () => {
  it('is each rater against the others, on shared days only', () => {
    const shared = [
      {
        score: 1,
        ratings: [
          { rater: 'a', value: 1 },
          { rater: 'b', value: 2 },
        ],
      },
      {
        score: 4,
        ratings: [
          { rater: 'a', value: 4 },
          { rater: 'b', value: 4 },
        ],
      },
    ];
    const alone = { score: 3, ratings: [{ rater: 'c', value: 5 }] };
    const { human, raters, n } = calibrate('predicted_rating', [...shared, alone]);
    expect([n, raters]).toEqual([3, 3]);
    // pairs (1,2) (2,1) (4,4) (4,4)
    expect(human).toMatchObject({ n: 2, mae: 0.5 });
    expect(human?.spearman).toBeCloseTo(0.8, 1);
  });

  it('lets a scorer without noise beat a noisy person', () => {
    const { spearman, human } = calibrate('predicted_rating', days(200, 1, 3));
    expect(spearman.value).toBeGreaterThan(human?.spearman ?? 1);
  });
});
