import { z } from 'zod';
import { OUTCOMES } from './values.js';

/**
 * The scores a language model gives, by the short names it uses. Ends and direction are the product's, not a rubric's, to
 * choose: they stand in the prompt, in the schema of answers and in the formulas alike.
 */
export const JUDGED_SCALES = {
  sentiment: {
    metric: 'sentiment_score',
    min: 0,
    max: 10,
    low: 'very negative',
    high: 'very positive',
    asks: "tone of the customer's messages that day; 5 is neutral",
  },
  shift: {
    metric: 'sentiment_shift',
    min: -5,
    max: 5,
    low: 'much worse at the end',
    high: 'much better at the end',
    asks: "tone of the customer's last messages minus tone of the first; 0 is no change",
  },
  resolution: {
    metric: 'resolution_achieved',
    min: 0,
    max: 10,
    low: 'nothing is solved',
    high: 'fully solved',
    asks: "is the customer's issue solved by the end of that day",
  },
  fcr: {
    metric: 'fcr_score',
    min: 0,
    max: 10,
    low: 'not solved, or an earlier day was about the same issue',
    high: "solved in this day's contact, no earlier day was about the same issue",
    asks: "solved in this day's contact, with no earlier contact-day on the same issue",
  },
  ces: {
    metric: 'ces',
    min: 1,
    max: 7,
    low: 'effortless',
    high: 'very hard',
    asks: 'effort it cost the customer; LOWER IS BETTER',
  },
  rating: {
    metric: 'predicted_rating',
    min: 1,
    max: 5,
    low: 'very dissatisfied',
    high: 'very satisfied',
    asks: 'the stars this customer would give',
  },
} as const;

export type ScoreName = keyof typeof JUDGED_SCALES;
export const SCORE_NAMES = Object.keys(JUDGED_SCALES) as ScoreName[];

const Anchor = z.object({ value: z.number(), means: z.string().min(1).max(300) });

const anchors = (name: ScoreName) =>
  z
    .array(Anchor)
    .max(10)
    .refine(
      (list) =>
        list.every(({ value }) => value >= JUDGED_SCALES[name].min && value <= JUDGED_SCALES[name].max),
      {
        message: `anchors of ${name} lie between ${JUDGED_SCALES[name].min} and ${JUDGED_SCALES[name].max}`,
      },
    );

/** What a judge is told, as data: versioned, published, never changed afterwards. */
export const RubricDocument = z.object({
  /** Stands on every score given by it. */
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,79}$/),
  guidance: z.string().max(4_000),
  /** What values between the ends mean. */
  anchors: z.object({
    sentiment: anchors('sentiment'),
    shift: anchors('shift'),
    resolution: anchors('resolution'),
    fcr: anchors('fcr'),
    ces: anchors('ces'),
    rating: anchors('rating'),
  }),
  outcomes: z.object(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, z.string().min(1).max(300)]))),
  topics: z
    .array(
      z.object({
        slug: z
          .string()
          .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
          .max(60),
        label: z.string().min(1).max(80),
        means: z.string().max(200),
      }),
    )
    .min(1)
    .max(80)
    .refine((topics) => new Set(topics.map((t) => t.slug)).size === topics.length, 'slugs must differ'),
});
export type RubricDocument = z.infer<typeof RubricDocument>;
