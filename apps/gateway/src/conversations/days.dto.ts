import { ApiProperty } from '@nestjs/swagger';
import { OUTCOMES } from '@powerpulse/contracts';
import {
  Amount,
  Count,
  DateOnly,
  Flag,
  Instant,
  Measured,
  OneOf,
  OptionalText,
  Score10,
  Score100,
  Text,
  Uuid,
} from '../openapi/fields.js';

export class DayAgentDto {
  @Text('Username.', 'maria')
  username: string;

  @OptionalText('E-mail address.', 'maria@example.org')
  email: string | null;

  @Count('Messages that day.', 6)
  messages: number;
}

export class ScorerDto {
  @Text('`local`, or the name of a provider.', 'local')
  provider: string;

  @Text('Its model.', 'trained-1')
  model: string;

  @Text('The rubric it judged by.', 'local-2')
  rubric: string;
}

export class QuoteDto {
  @Text('The score it supports.', 'sentiment_score')
  metric: string;

  @Uuid('The message it stands in.')
  message_id: string;

  @Text('The words.', 'it works now')
  quote: string;
}

export class EvidenceDto {
  @Text('Why, in one sentence.', 'The customer thanked after the refund was confirmed.')
  reason: string;

  @ApiProperty({ type: [QuoteDto], description: 'Passages found in the transcript.' })
  quotes: QuoteDto[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Metric to the reason why it is null.',
    example: { fcr_score: 'no issue was named' },
  })
  null_reasons: Record<string, string>;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number', minimum: 0, maximum: 1 },
    description: 'How sure the scorer is, by metric, where it says so. 0..1.',
    example: { sentiment_score: 0.8 },
  })
  confidence: Record<string, number>;

  @ApiProperty({
    type: [String],
    description: 'What a reader should know, such as that a long transcript was condensed for the judge.',
    example: ['the transcript was condensed'],
  })
  notes: string[];
}

export class DayDto {
  @Uuid('The conversation-day.')
  day_id: string;

  @Amount('Raised whenever the day changes.', 'Version', 1, { minimum: 1 })
  version: number;

  @DateOnly('The date.')
  analysis_date: string;

  @Score10("Tone of the customer's messages, 5 is neutral.", 5.8)
  sentiment_score: number | null;

  @Measured('Tone at the end minus tone at the start.', '-5..+5', 1.5, { minimum: -5, maximum: 5 })
  sentiment_shift: number | null;

  @Score10("Is the customer's issue solved by the end of the day.", 8)
  resolution_achieved: number | null;

  @Score10('Solved in this contact, with none before on the same issue.', 7)
  fcr_score: number | null;

  @Measured('Customer effort: 1 is effortless, 7 is very hard. Lower is better.', '1..7', 2.5, {
    minimum: 1,
    maximum: 7,
  })
  ces: number | null;

  @Measured('What a human rater would say, as predicted.', '1..5', 3.8, { minimum: 1, maximum: 5 })
  predicted_rating: number | null;

  @ApiProperty({ type: [String], description: 'Slugs, at most 5.', example: ['refund'] })
  topics: string[];

  @OneOf(OUTCOMES, 'How the day ended; null where it could not be told.', { nullable: true })
  outcome: string | null;

  @Measured("Until the first answered turn's reply.", 'Seconds', 45)
  first_response_time: number | null;

  @Measured("Mean over the day's answered turns.", 'Seconds', 120)
  avg_response_time: number | null;

  @Measured('First to last message; null where no agent wrote that day.', 'Minutes', 35.5)
  total_handling_time: number | null;

  @Count('Runs of customer messages that began on this day.', 4)
  customer_turns: number;

  @Count('Of those, never answered.', 0)
  unanswered_turns: number;

  @Score10('Effectiveness.', 8)
  effectiveness_score: number | null;

  @Score10('Effort pillar: 10 is effortless.', 7.4)
  effort_score: number | null;

  @Score10('Efficiency.', 6.1)
  efficiency_score: number | null;

  @Score10('Empathy.', 5.9)
  empathy_score: number | null;

  @Score100('Customer Satisfaction Index; null unless all four pillars exist.')
  csi_score: number | null;

  @Flag('No customer message: counted, not scored.', false)
  outbound: boolean;

  @Count('Messages.', 14)
  messages: number;

  @Count('Of those, by the customer.', 8)
  customer_messages: number;

  @Instant('First message of the day.')
  first_at: string;

  @Instant('Last message of the day.')
  last_at: string;

  @ApiProperty({ type: [DayAgentDto], description: 'Who answered.' })
  agents: DayAgentDto[];

  @ApiProperty({ type: ScorerDto, nullable: true, description: 'Who judged; null where nobody has.' })
  scorer: ScorerDto | null;

  @OptionalText(
    'Why there is no CSI: `waiting`, `missing_pillars` or a reason of the scorer; null where there is one, and on outbound days.',
    'unknown_language',
  )
  unscored_reason: string | null;

  @ApiProperty({
    type: EvidenceDto,
    nullable: true,
    description: 'Why it was judged so; null where it was not judged.',
  })
  evidence: EvidenceDto | null;

  @Flag(
    'Text of this day was removed since, because the time of keeping it has ended: its numbers stand, its quotes are gone.',
    false,
  )
  text_removed: boolean;
}

export class LowestDayDto extends DayDto {
  @Text('The conversation, as the export named it.', 'chat-0042')
  chat_id: string;

  @Uuid('The conversation inside PowerPulse.')
  conversation_id: string;
}

export class LowestDaysDto {
  @ApiProperty({ type: [LowestDayDto], description: 'Lowest CSI first, ties by chat id and date.' })
  days: LowestDayDto[];
}
