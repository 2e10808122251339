import type { Metrics } from '../api/client';
import { duration, score } from '../format';
import type { PILLARS } from '../definitions';

type Pillar = (typeof PILLARS)[number];
type MicroMetricName = keyof Metrics['micro_metrics'];

export interface MicroMetric {
  name: MicroMetricName;
  title: string;
  meaning: string;
  show: (mean: number | null) => string;
}

const outOf10 = (mean: number | null) => `${score(mean)} of 10`;
const seconds = (mean: number | null) => duration(mean === null ? null : mean / 60);
const signed = (mean: number | null) => (mean !== null && mean > 0 ? `+${score(mean)}` : score(mean));

/** What each pillar is made of, as docs/metrics.md has it. */
export const MICRO_METRICS: Record<Pillar, MicroMetric[]> = {
  resolution_quality: [
    {
      name: 'resolution_achieved',
      title: 'Solved',
      meaning: "Is the customer's issue solved by the end of that day? 0 to 10.",
      show: outOf10,
    },
    {
      name: 'fcr_score',
      title: 'At first contact',
      meaning: "Solved in this day's contact, with no earlier day on the same issue? 0 to 10.",
      show: outOf10,
    },
  ],
  customer_ease: [
    {
      name: 'ces',
      title: 'Customer effort',
      meaning: '1 is effortless, 7 is very hard: lower is better.',
      show: (mean) => `${score(mean)} of 7`,
    },
  ],
  service_timeliness: [
    {
      name: 'first_response_time',
      title: 'First answer',
      meaning: "From the day's first answered question to its answer.",
      show: seconds,
    },
    {
      name: 'avg_response_time',
      title: 'Each answer',
      meaning: "Mean over the day's answered questions.",
      show: seconds,
    },
    {
      name: 'total_handling_time',
      title: 'Handling',
      meaning: 'From the first to the last message of the day, where an agent wrote.',
      show: duration,
    },
  ],
  interaction_quality: [
    {
      name: 'sentiment_score',
      title: 'Tone',
      meaning: "Tone of the customer's messages, 0 to 10; 5 is neutral.",
      show: outOf10,
    },
    {
      name: 'sentiment_shift',
      title: 'How it moved',
      meaning: 'Tone at the last messages of the day minus tone at the first, -5 to +5.',
      show: signed,
    },
  ],
};
