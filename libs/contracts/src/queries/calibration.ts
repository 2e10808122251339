import { z } from 'zod';
import { defineCommand, defineQuery } from '../define-query.js';
import { CalendarDate, OrganizationId, ScorerId } from '../values.js';

/** What people can rate of a conversation-day, by the scorers' names and on their scales: lowest, highest. */
export const RATED_SCALES = {
  predicted_rating: [1, 5],
  sentiment_score: [0, 10],
  sentiment_shift: [-5, 5],
  resolution_achieved: [0, 10],
  fcr_score: [0, 10],
  ces: [1, 7],
} as const;

export const RATED_METRICS = Object.keys(RATED_SCALES) as RatedMetric[];
export type RatedMetric = keyof typeof RATED_SCALES;
export const RatedMetric = z.enum(RATED_METRICS);

const rated = (metric: RatedMetric, description: string) => {
  const [lowest, highest] = RATED_SCALES[metric];
  return z.number().min(lowest).max(highest).nullable().optional().describe(description);
};

const storable = z.string().refine((text) => text.isWellFormed() && !text.includes('\0'), {
  message: 'must be text without U+0000 and half characters',
});

export const Label = z.object({
  chat_id: storable.min(1).describe('The conversation.'),
  analysis_date: CalendarDate.describe("The day, YYYY-MM-DD in the organization's time zone."),
  version: z
    .int()
    .positive()
    .optional()
    .describe('The version of the day that was read, as `/daily` tells it. None: the newest. Count.'),
  rater: storable
    .min(1)
    .max(100)
    .describe('Who rated: any name that is the same every time; a pseudonym is enough.'),
  ratings: z
    .object({
      predicted_rating: rated('predicted_rating', 'Satisfaction of the customer on that day, 1 to 5 stars.'),
      sentiment_score: rated('sentiment_score', "Tone of the customer's messages, 0..10, 5 is neutral."),
      sentiment_shift: rated('sentiment_shift', 'Tone at the end minus tone at the start, -5..+5.'),
      resolution_achieved: rated('resolution_achieved', 'Is the issue solved by the end of the day, 0..10.'),
      fcr_score: rated('fcr_score', "Solved in this day's contact, without an earlier one, 0..10."),
      ces: rated('ces', "The customer's effort: 1 effortless, 7 very hard."),
    })
    .refine((ratings) => Object.keys(ratings).length > 0, { message: 'must have at least one metric' })
    .describe('By metric. null takes a rating back; a metric that is not there stays as it is.'),
});
export type Label = z.infer<typeof Label>;

export const LabelBatch = z.object({
  labels: z.array(Label).min(1).max(500).describe('All of them are stored, or none.'),
});
export type LabelBatch = z.infer<typeof LabelBatch>;

export const RecordLabels = defineCommand({
  name: 'RecordLabels',
  version: 1,
  context: 'scoring',
  description:
    'Stores what people think of conversation-days. One value per rater, day and metric: the last one counts, the same again changes nothing.',
  request: LabelBatch.extend({ organization: OrganizationId }),
  reply: z.object({
    /** Ratings that are stored now, of those sent; taken back; and of both those that were not so before. */
    recorded: z.int().nonnegative(),
    withdrawn: z.int().nonnegative(),
    changed: z.int().nonnegative(),
  }),
});

const Figure = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

export const CALIBRATION_STATUSES = ['calibrated', 'not_calibrated'] as const;
const Claim = {
  status: z.enum(CALIBRATION_STATUSES),
  /** For people. */
  reason: z.string(),
};

export const MetricCalibration = z.object({
  metric: RatedMetric,
  ...Claim,
  /** Days with a rating and a score, and people who rated them. */
  n: z.int().positive(),
  raters: z.int().positive(),
  /** The scorer against the mean of the raters, with a 95 % interval. */
  spearman: Figure,
  quadratic_kappa: Figure,
  mae: Figure,
  bias: Figure,
  /** Each rater against the mean of the others, on the days of these that two or more have rated. */
  human: z
    .object({
      n: z.int().positive(),
      spearman: z.number().nullable(),
      quadratic_kappa: z.number().nullable(),
      mae: z.number(),
    })
    .nullable(),
});
export type MetricCalibration = z.infer<typeof MetricCalibration>;

export const ScorerCalibration = z.object({
  scorer: ScorerId,
  ...Claim,
  metrics: z.array(MetricCalibration),
});
export type ScorerCalibration = z.infer<typeof ScorerCalibration>;

export const GetCalibration = defineQuery({
  name: 'GetCalibration',
  version: 1,
  context: 'scoring',
  description:
    'Agreement of scorers with people, per scorer and metric, with intervals. Scorers none of whose days are rated are left out.',
  request: z.object({
    organization: OrganizationId,
    /** `provider/model@rubric`; null: all. */
    scorer: z.string().nullable(),
    /** Null: all. */
    metrics: z.array(RatedMetric).min(1).nullable(),
  }),
  reply: z.object({ scorers: z.array(ScorerCalibration) }),
});
