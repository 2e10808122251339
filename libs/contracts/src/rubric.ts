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

const Anchor = z.object({
  value: z.number().describe('Points on the scale.'),
  means: z.string().min(1).max(300).describe('What a day with this value is like.'),
});

const scaleInWords = ({ min, max, low, high, asks }: (typeof JUDGED_SCALES)[ScoreName]): string =>
  `Values ${min}..${max} (${low}..${high}): ${asks}.`;

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
    )
    .describe(scaleInWords(JUDGED_SCALES[name]));

const outcomeInWords = (outcome: string) =>
  z.string().min(1).max(300).describe(`When a day counts as ${outcome}.`);

/** What a judge is told, as data: versioned, published, never changed afterwards. */
export const RubricDocument = z.object({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{0,79}$/)
    .describe('Stands on every score given by it.'),
  guidance: z.string().max(4_000).describe('What else a judge is told, in words.'),
  anchors: z
    .object({
      sentiment: anchors('sentiment'),
      shift: anchors('shift'),
      resolution: anchors('resolution'),
      fcr: anchors('fcr'),
      ces: anchors('ces'),
      rating: anchors('rating'),
    })
    .describe('What values between the ends of a scale mean.'),
  outcomes: z
    .object(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, outcomeInWords(outcome)])))
    .describe('When a day ended how.'),
  topics: z
    .array(
      z.object({
        slug: z
          .string()
          .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
          .max(60)
          .describe('Its name in numbers and filters.'),
        label: z.string().min(1).max(80).describe('Its name for people.'),
        means: z.string().max(200).describe('What belongs to it.'),
      }),
    )
    .min(1)
    .max(80)
    .refine((topics) => new Set(topics.map((t) => t.slug)).size === topics.length, 'slugs must differ')
    .describe('What days can be about.'),
});
export type RubricDocument = z.infer<typeof RubricDocument>;
