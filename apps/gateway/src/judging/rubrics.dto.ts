import { type ApiBodyOptions, ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { RubricDocument } from '@powerpulse/contracts';
import { z } from 'zod';
import { Count, Flag, Instant, Text } from '../openapi/fields.js';

const EXAMPLE: RubricDocument = {
  name: 'shop.2026-11',
  guidance: 'A refund that was promised but not confirmed is not solved.',
  anchors: {
    sentiment: [{ value: 2, means: 'angry or insulted' }],
    shift: [],
    resolution: [{ value: 5, means: 'a workaround was given' }],
    fcr: [],
    ces: [{ value: 1, means: 'one short question, answered at once' }],
    rating: [],
  },
  outcomes: {
    resolved: 'the customer has what they asked for',
    escalated: 'handed to another team',
    abandoned: 'the customer gave up',
    pending: 'someone still has to act',
  },
  topics: [{ slug: 'refund', label: 'Refund', means: 'money back for a purchase' }],
};

type SchemaObject = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

const { $schema: _, ...schema } = z.toJSONSchema(RubricDocument);

/** The contract's own schema: a rubric is data through and through. */
export const RUBRIC_SCHEMA = { ...schema, example: EXAMPLE } as SchemaObject;

export class RubricDto {
  @ApiProperty({
    ...RUBRIC_SCHEMA,
    description:
      'What a judge is told: guidance, what values between the ends of each scale mean, outcomes and topics.',
  } as ApiPropertyOptions)
  document: RubricDocument;

  @Instant('When it was published; null: built in.', { nullable: true })
  published_at: string | null;

  @Flag('New days are judged by it.', true)
  active: boolean;
}

export class TopicProposalDto {
  @Text('Slug.', 'warranty')
  slug: string;

  @Text('For people.', 'Warranty')
  label: string;

  @Count('Days for which a model missed it among the topics.', 14)
  days: number;
}

export class RubricsDto {
  @ApiProperty({ type: [RubricDto], description: 'Newest first, the built-in one last.' })
  rubrics: RubricDto[];

  @ApiProperty({ type: [TopicProposalDto], description: 'Topics that models missed.' })
  topic_proposals: TopicProposalDto[];
}

export class PublishedRubricDto {
  @Text('Its name, which stands on every score given by it.', 'shop.2026-11')
  name: string;

  @Instant('When it was published, for the first time.')
  published_at: string;
}
