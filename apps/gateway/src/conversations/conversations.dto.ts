import { ApiProperty } from '@nestjs/swagger';
import { CONVERSATION_SORTS, DAY_STATUSES, MEASURES, OUTCOMES, TONES } from '@powerpulse/contracts';
import { DateRangeParams } from '../http/date-range.js';
import { QueryEnum, QueryInt, QueryNumber, QueryText, QueryUuid } from '../http/params.js';
import {
  Count,
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

/** Which conversations. */
export class ConversationFilterParams extends DateRangeParams {
  @QueryText(
    'Only conversations with a message that has all these words (as in a web search: "a phrase", or, -without), or with this as a part of their chat id or customer name (from 3 characters on).',
    'refund late',
  )
  q?: string;

  @QueryNumber('Only conversations whose CSI is at least this. 0..100.', { min: 0, max: 100, example: 0 })
  min_csi?: number;

  @QueryNumber('Only conversations whose CSI is at most this. 0..100.', { min: 0, max: 100, example: 40 })
  max_csi?: number;

  @QueryText('Only conversations about this topic (slug).', 'refund', 60)
  topic?: string;

  @QueryText('Only conversations in which this agent (username) wrote.', 'maria', 300)
  agent?: string;

  @QueryEnum(OUTCOMES, 'Only conversations that ended so.')
  outcome?: (typeof OUTCOMES)[number];

  @QueryEnum(
    ['conversations', 'days'],
    'What topic, agent and outcome are held against: whole conversations, or days as the numbers count them (with a customer message). With `days`, a conversation shows the days that match only, and `total_days` counts them. `days` by itself where day_status, sentiment, measured or upload_id is given.',
    'conversations',
  )
  match?: 'conversations' | 'days';

  @QueryEnum(
    DAY_STATUSES,
    'Only days with a CSI; without one; without one because no scorer gave metrics; or without a customer message.',
  )
  day_status?: (typeof DAY_STATUSES)[number];

  @QueryEnum(TONES, "Only days of this tone: the customer's `sentiment_score` is >= 7, between, or <= 4.")
  sentiment?: (typeof TONES)[number];

  @QueryEnum(MEASURES.options, 'Only days that have this metric.')
  measured?: (typeof MEASURES.options)[number];

  @QueryUuid('Only days that were judged for this upload.')
  upload_id?: string;
}

export class ConversationListParams extends ConversationFilterParams {
  @QueryInt('Page, from 1. Not together with `cursor`.', { min: 1, max: 1_000_000, example: 1, fallback: 1 })
  page?: number;

  @QueryInt('Rows on a page. The highest allowed is MAX_PAGE_SIZE of the installation.', {
    min: 1,
    max: 100,
    example: 20,
    fallback: 20,
  })
  page_size?: number;

  @QueryText(
    '`next_cursor` of the page before: stays in place while conversations change.',
    'eyJ2IjoxfQ',
    2000,
  )
  cursor?: string;

  @QueryEnum(CONVERSATION_SORTS, 'Order by this; nulls last, ties by chat id.', 'last_message_at')
  sort?: (typeof CONVERSATION_SORTS)[number];

  @QueryEnum(['desc', 'asc'], 'Direction.', 'desc')
  order?: 'asc' | 'desc';
}

export class ConversationParams extends DateRangeParams {
  @QueryText(
    'The chat id, where it can not stand in a path: exactly `.` or `..`. The path then has any placeholder.',
    '..',
    4000,
  )
  chat_id?: string;
}

export class ConversationDto {
  @Uuid('Id of the conversation inside PowerPulse, derived from organization and chat id.')
  conversation_id: string;

  @Text('The id as the export gave it.', 'chat-0042')
  chat_id: string;

  @Score100('Mean CSI of its scored days.')
  csi: number | null;

  @Score100('The older name of `csi`.')
  satisfaction_score: number | null;

  @Measured('Mean of what a human rater would say, as predicted.', '1..5', 3.8, { minimum: 1, maximum: 5 })
  predicted_rating: number | null;

  @Score10("Mean tone of the customer's messages, 5 is neutral.", 5.8)
  sentiment_score: number | null;

  @Flag('Solved at first contact on every day that tells; null where none does.', true, { nullable: true })
  fcr: boolean | null;

  @ApiProperty({
    type: [String],
    description: 'Slugs of its topics, by number of days.',
    example: ['refund', 'delivery'],
  })
  topics: string[];

  @OneOf(OUTCOMES, 'How its last judged day ended; null where none is.', { nullable: true })
  outcome: string | null;

  @Instant('Its first message.')
  first_message_at: string;

  @Instant('Its last message.')
  last_message_at: string;

  @Instant('The same as `first_message_at`; kept from the older product.')
  created_at: string;

  @Count('Messages.', 14)
  message_count: number;

  @Count('Conversation-days.', 2)
  days: number;

  @Count('Of those, with a CSI.', 2)
  scored_days: number;

  @OptionalText('The agent with most messages.', 'maria')
  agent_username: string | null;

  @OptionalText("That agent's e-mail address.", 'maria@example.org')
  agent_email: string | null;

  @OptionalText('The customer, as the export named them.', 'A. Customer')
  customer_name: string | null;
}

export class ConversationDetailDto extends ConversationDto {
  @Score10('Mean effectiveness.', 8)
  effectiveness_score: number | null;

  @Score10('Mean effort pillar: 10 is effortless.', 7.4)
  effort_score: number | null;

  @Score10('Mean efficiency.', 6.1)
  efficiency_score: number | null;

  @Score10('Mean empathy.', 5.9)
  empathy_score: number | null;
}

export class SearchInfo {
  @Count('Conversations the words were found in, before the other filters.', 214)
  matches: number;

  @Flag('There are more: only the 10,000 with the newest messages were looked at.', false)
  cut: boolean;
}

export class ConversationListDto {
  @ApiProperty({ type: [ConversationDto], description: 'In the order asked for.' })
  conversations: ConversationDto[];

  @Count('Conversations that match.', 3162)
  total: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    nullable: true,
    description: 'Days that match, of all pages; null where whole conversations are looked at. Count.',
    example: 4105,
  })
  total_days: number | null;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    nullable: true,
    description: 'This page, from 1; null where a cursor was given. Count.',
    example: 1,
  })
  page: number | null;

  @Count('Rows on a full page.', 20)
  page_size: number;

  @Count('Pages there are.', 159)
  total_pages: number;

  @OptionalText('`cursor` of the next page; null on the last one.', 'eyJ2IjoxfQ')
  next_cursor: string | null;

  @ApiProperty({
    type: SearchInfo,
    nullable: true,
    description: 'What the words of `q` were found in; null without `q`.',
  })
  search: SearchInfo | null;
}
