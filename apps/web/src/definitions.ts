import type { Deltas, Metrics } from './api/client';
import { duration, percent, score } from './format';

export type MetricName = keyof Deltas & keyof Metrics;

export interface Definition {
  name: MetricName;
  title: string;
  /** In everyday words. */
  meaning: string;
  show: (value: number | null | undefined) => string;
  /** Which way is good. */
  better: 'up' | 'down';
  unit: string;
}

/** What each number on screen is. The contract stands in docs/metrics.md. */
export const DEFINITIONS: Record<MetricName, Definition> = {
  csi: {
    name: 'csi',
    title: 'Customer Satisfaction Index',
    meaning:
      'Mean of the four pillars, weighed as set for your organization, over all scored conversation-days. 0 to 100.',
    show: score,
    better: 'up',
    unit: 'points',
  },
  resolution_quality: {
    name: 'resolution_quality',
    title: 'Resolution',
    meaning: 'Effectiveness: was the issue solved by the end of the day, and at the first contact? 0 to 100.',
    show: score,
    better: 'up',
    unit: 'points',
  },
  customer_ease: {
    name: 'customer_ease',
    title: 'Ease',
    meaning: 'Effort: how easy was it for the customer? 100 is effortless, 0 is very hard.',
    show: score,
    better: 'up',
    unit: 'points',
  },
  service_timeliness: {
    name: 'service_timeliness',
    title: 'Timeliness',
    meaning:
      'Efficiency: how soon the first and the later answers came and how long it took, from timestamps alone. 0 to 100.',
    show: score,
    better: 'up',
    unit: 'points',
  },
  interaction_quality: {
    name: 'interaction_quality',
    title: 'Interaction',
    meaning: "Empathy: the tone of the customer's messages and how it changed over the day. 0 to 100.",
    show: score,
    better: 'up',
    unit: 'points',
  },
  sentiment: {
    name: 'sentiment',
    title: 'Sentiment',
    meaning: "Mean tone of the customer's messages, 0 to 10; 5 is neutral.",
    show: score,
    better: 'up',
    unit: 'points',
  },
  csat_percentage: {
    name: 'csat_percentage',
    title: 'Solved (CSAT)',
    meaning: 'Share of conversation-days judged as solved: resolution above 7 of 10.',
    show: percent,
    better: 'up',
    unit: 'percentage points',
  },
  fcr_percentage: {
    name: 'fcr_percentage',
    title: 'First contact (FCR)',
    meaning: 'Share of conversation-days solved in that contact, with no earlier day on the same issue.',
    show: percent,
    better: 'up',
    unit: 'percentage points',
  },
  avg_response_time: {
    name: 'avg_response_time',
    title: 'Response time',
    meaning: "Mean of the days' average time from a customer's question to the agent's answer.",
    show: duration,
    better: 'down',
    unit: 'minutes',
  },
};
export const PILLARS = [
  'resolution_quality',
  'customer_ease',
  'service_timeliness',
  'interaction_quality',
] as const;

/** A pillar's name among the weights. */
export const WEIGHT_OF = {
  resolution_quality: 'effectiveness',
  customer_ease: 'effort',
  service_timeliness: 'efficiency',
  interaction_quality: 'empathy',
} as const;
