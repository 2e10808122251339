import { z } from 'zod';
import { defineQuery } from '../define-query.js';
import { CalendarDate, OrganizationId } from '../values.js';
import { MetricsValues, SampleSizes } from './analytics.js';

/** By what numbers can be grouped. A day counts in each of its topics and agents. */
export const GROUP_BYS = ['topic', 'agent', 'outcome', 'scorer'] as const;
export type GroupBy = (typeof GROUP_BYS)[number];

const Days = z.int().nonnegative();

const GroupValues = MetricsValues.extend({
  /** Slug, name, outcome or `provider/model@rubric`. */
  group: z.string(),
  scored_days: Days,
  unscored_days: Days,
  outbound_days: Days,
  sample_sizes: SampleSizes,
});

export const MetricGroup = GroupValues.extend({
  /** Against the period of equal length just before; null without both dates, fields null where either is. */
  deltas: MetricsValues.nullable(),
});
export type MetricGroup = z.infer<typeof MetricGroup>;

const Range = {
  organization: OrganizationId,
  start_date: CalendarDate.nullable(),
  end_date: CalendarDate.nullable(),
  scorer: z.string().nullable(),
};

export const GetMetricGroups = defineQuery({
  name: 'GetMetricGroups',
  version: 1,
  context: 'analytics',
  description:
    'Metrics of a period for each topic, agent, outcome or scorer: those with the most days first, then by name. A day counts in each of its topics and agents, so groups do not add up to the whole.',
  request: z.object({ ...Range, group_by: z.enum(GROUP_BYS), limit: z.int().min(1).max(100) }),
  reply: z.object({ groups: z.array(MetricGroup), total: Days }),
});

export const DailyGroup = GroupValues.extend({ date: CalendarDate });
export type DailyGroup = z.infer<typeof DailyGroup>;

export const GetDailyGroups = defineQuery({
  name: 'GetDailyGroups',
  version: 1,
  context: 'analytics',
  description:
    'Metrics of each date for these groups, by date and then by group; dates on which a group has no day are left out. `next_date` is where to go on.',
  request: z.object({
    ...Range,
    group_by: z.enum(GROUP_BYS),
    groups: z.array(z.string()).min(1).max(100),
  }),
  reply: z.object({ rows: z.array(DailyGroup), next_date: CalendarDate.nullable() }),
});

const Points = z.number();

const Part = z.object({
  /** Null: days that belong to no group. */
  group: z.string().nullable(),
  /** A day of k topics or agents is 1/k of a day in each. */
  days: z.object({ before: z.number(), after: z.number() }),
  csi: z.object({ before: z.number().nullable(), after: z.number().nullable() }),
  /** Because its own CSI changed, and because its share of the days did. */
  within: Points,
  mix: Points,
  /** The two together. */
  contribution: Points,
});
const Breakdown = z.object({
  parts: z.array(Part),
  /** What is not listed, together. */
  others: z.object({ groups: z.int().nonnegative(), within: Points, mix: Points, contribution: Points }),
  within: Points,
  mix: Points,
});

export const ExplainChange = defineQuery({
  name: 'ExplainChange',
  version: 1,
  context: 'analytics',
  description:
    'The change of CSI from an earlier period, split into pillars, into topics and into agents. Each split adds up to the change exactly, in units of 1e-9.',
  request: z.object({
    organization: OrganizationId,
    start_date: CalendarDate,
    end_date: CalendarDate,
    /** What it is compared with. */
    previous: z.object({ start_date: CalendarDate, end_date: CalendarDate }),
    scorer: z.string().nullable(),
    limit: z.int().min(1).max(100),
  }),
  reply: z.object({
    previous: z.object({ start_date: CalendarDate, end_date: CalendarDate }),
    csi: z.object({ before: z.number().nullable(), after: z.number().nullable() }),
    scored_days: z.object({ before: z.int().nonnegative(), after: z.int().nonnegative() }),
    /** Null where either period has no scored day; then there is nothing to split. */
    change: z
      .object({
        delta: Points,
        pillars: z.array(
          z.object({
            pillar: z.enum([
              'resolution_quality',
              'customer_ease',
              'service_timeliness',
              'interaction_quality',
            ]),
            weight: z.number(),
            before: z.number(),
            after: z.number(),
            contribution: Points,
          }),
        ),
        topics: Breakdown,
        agents: Breakdown,
      })
      .nullable(),
  }),
});
