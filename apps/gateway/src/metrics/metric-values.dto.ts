import { Measured, Percentage, Score10, Score100 } from '../openapi/fields.js';

export class MetricValuesDto {
  @Score100('Customer Satisfaction Index: mean over the scored conversation-days.')
  csi: number | null;

  @Score100('Mean effectiveness (is the issue solved, in one contact) times 10.', 80.2)
  resolution_quality: number | null;

  @Score100('Mean effort pillar times 10: 100 is effortless for the customer.', 74)
  customer_ease: number | null;

  @Score100('Mean efficiency (response and handling times) times 10.', 61.3)
  service_timeliness: number | null;

  @Score100('Mean empathy (tone and how it moved) times 10.', 58.9)
  interaction_quality: number | null;

  @Score10("Mean tone of the customers' messages, 5 is neutral.", 5.8)
  sentiment: number | null;

  @Percentage(
    'Share of days with a resolution score whose resolution is above 7. The name is kept from the older product; it is not a survey result.',
  )
  csat_percentage: number | null;

  @Percentage('Share of days with a first-contact score for which it is above 7.', 55.6)
  fcr_percentage: number | null;

  @Measured("Mean of the days' average response times.", 'Minutes', 12.4)
  avg_response_time: number | null;
}

export class DeltasDto {
  @Measured('Change of csi.', 'Points', 2.1, { minimum: -100, maximum: 100 })
  csi: number | null;

  @Measured('Change of resolution_quality.', 'Points', 1.4, { minimum: -100, maximum: 100 })
  resolution_quality: number | null;

  @Measured('Change of customer_ease.', 'Points', -0.6, { minimum: -100, maximum: 100 })
  customer_ease: number | null;

  @Measured('Change of service_timeliness.', 'Points', 4, { minimum: -100, maximum: 100 })
  service_timeliness: number | null;

  @Measured('Change of interaction_quality.', 'Points', 0.2, { minimum: -100, maximum: 100 })
  interaction_quality: number | null;

  @Measured('Change of sentiment.', 'Points of 0..10', 0.3, { minimum: -10, maximum: 10 })
  sentiment: number | null;

  @Measured('Change of csat_percentage.', 'Percentage points', 3.5, { minimum: -100, maximum: 100 })
  csat_percentage: number | null;

  @Measured('Change of fcr_percentage.', 'Percentage points', -1.2, { minimum: -100, maximum: 100 })
  fcr_percentage: number | null;

  @Measured('Change of avg_response_time; below 0 is faster.', 'Minutes', -2.5, {})
  avg_response_time: number | null;
}
