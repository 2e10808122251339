import { Count, DateOnly, Flag, OneOf, Percentage, Score10, Score100 } from '../openapi/fields.js';

export class CsiPointDto {
  @DateOnly('The date.')
  date: string;

  @Flag('Only on the current date: more may come.', true, { required: false })
  incomplete?: true;

  @Score100('Mean CSI of the date.')
  csi_score: number | null;

  @Score10('Mean effectiveness.', 8)
  effectiveness_score: number | null;

  @Score10('Mean effort pillar: 10 is effortless.', 7.4)
  effort_score: number | null;

  @Score10('Mean efficiency.', 6.1)
  efficiency_score: number | null;

  @Score10('Mean empathy.', 5.9)
  empathy_score: number | null;
}

export class SentimentPointDto {
  @DateOnly('The date.')
  date: string;

  @Flag('Only on the current date: more may come.', true, { required: false })
  incomplete?: true;

  @Score10("Mean tone of the customers' messages, 5 is neutral.", 5.8)
  sentiment: number | null;
}

export class SentimentShareDto {
  @OneOf(['positive', 'neutral', 'negative'], 'Positive: 7 and above; negative: 4 and below.')
  sentiment: 'positive' | 'neutral' | 'negative';

  @Count('Days.', 128)
  count: number;

  @Percentage('Share of the days with a sentiment.', 41)
  percentage: number | null;
}

export class VolumePointDto {
  @DateOnly('The date.')
  date: string;

  @Flag('Only on the current date: more may come.', true, { required: false })
  incomplete?: true;

  @Count('Conversations with a message on this date.', 41)
  conversations: number;

  @Count('Messages of this date.', 502)
  messages: number;
}
