import { ApiProperty } from '@nestjs/swagger';
import { QueryDate, QueryEnum, QueryInt, QueryText } from '../http/params.js';
import { Amount, Count, DateOnly, Measured, OneOf, OptionalText } from '../openapi/fields.js';

export const COMPARED_WITH = ['before', 'year'] as const;

export class ExplainParams {
  @QueryDate("First date, inclusive, in the organization's time zone. Needed.")
  start_date?: string;

  @QueryDate("Last date, inclusive, in the organization's time zone. Needed.")
  end_date?: string;

  @QueryEnum(
    COMPARED_WITH,
    'Compared with what: the period of equal length just before, or the same dates a year ago (the 29th of February becomes the 28th).',
    'before',
  )
  compare?: (typeof COMPARED_WITH)[number];

  @QueryText(
    'Only days judged by this scorer, as `scorers` lists it. None: all.',
    'local/trained-1@local-2',
    300,
  )
  scorer?: string;

  @QueryInt('How many topics and agents are listed, those that changed most; the others are added up.', {
    min: 1,
    max: 100,
    example: 10,
    fallback: 10,
  })
  limit?: number;
}

const Points = (description: string, example: number): PropertyDecorator =>
  Amount(description, 'Points of CSI', example, { minimum: -100, maximum: 100 });

export class ExplainedRangeDto {
  @DateOnly('First date, inclusive.')
  start_date: string;

  @DateOnly('Last date, inclusive.')
  end_date: string;
}

export class BeforeAfterDto {
  @Measured(
    'In the period that it is compared with.',
    '0..100, or days (a day of k topics or agents is 1/k in each)',
    68.2,
  )
  before: number | null;

  @Measured('In the period.', '0..100, or days (a day of k topics or agents is 1/k in each)', 71.4)
  after: number | null;
}

export class PillarChangeDto {
  @OneOf(
    ['resolution_quality', 'customer_ease', 'service_timeliness', 'interaction_quality'],
    'The pillar, as `/api/metrics` names it.',
  )
  pillar: 'resolution_quality' | 'customer_ease' | 'service_timeliness' | 'interaction_quality';

  @Amount('Its weight in CSI.', 'Share, 0..1', 0.35, { minimum: 0, maximum: 1 })
  weight: number;

  @Amount('Its mean in the period that it is compared with.', '0..100', 72.1, { minimum: 0, maximum: 100 })
  before: number;

  @Amount('Its mean in the period.', '0..100', 78.1, { minimum: 0, maximum: 100 })
  after: number;

  @Points('What it adds to the change: weight times its own change.', 2.1)
  contribution: number;
}

class EffectsDto {
  @Points('Because the CSI of its own days changed.', -1.2)
  within: number;

  @Points('Because its share of all days changed.', 0.3)
  mix: number;
}

export class GroupChangeDto extends EffectsDto {
  @OptionalText('Slug or agent; null stands for the days that have none.', 'refund')
  group: string | null;

  @ApiProperty({ type: BeforeAfterDto, description: 'Its scored days.' })
  days: BeforeAfterDto;

  @ApiProperty({ type: BeforeAfterDto, description: 'Mean CSI of its days.' })
  csi: BeforeAfterDto;

  @Points('The two together.', -0.9)
  contribution: number;
}

export class OtherChangesDto extends EffectsDto {
  @Count('Groups that are not listed.', 24)
  groups: number;

  @Points('The two together.', -0.1)
  contribution: number;
}

export class ChangeSplitDto extends EffectsDto {
  @ApiProperty({ type: [GroupChangeDto], description: 'Those that changed most first.' })
  parts: GroupChangeDto[];

  @ApiProperty({ type: OtherChangesDto, description: 'All others together.' })
  others: OtherChangesDto;
}

export class ChangeDto {
  @Points('CSI of the period minus CSI of the one before.', 3.2)
  delta: number;

  @ApiProperty({ type: [PillarChangeDto], description: 'Their contributions add up to the delta.' })
  pillars: PillarChangeDto[];

  @ApiProperty({ type: ChangeSplitDto, description: 'The delta by topic: parts and others add up to it.' })
  topics: ChangeSplitDto;

  @ApiProperty({ type: ChangeSplitDto, description: 'The delta by agent: parts and others add up to it.' })
  agents: ChangeSplitDto;
}

export class ExplainDto {
  @ApiProperty({ type: ExplainedRangeDto, description: 'The period of equal length just before.' })
  previous: ExplainedRangeDto;

  @ApiProperty({ type: BeforeAfterDto, description: 'Mean CSI.' })
  csi: BeforeAfterDto;

  @ApiProperty({ type: BeforeAfterDto, description: 'Scored days.' })
  scored_days: BeforeAfterDto;

  @ApiProperty({
    type: ChangeDto,
    nullable: true,
    description: 'Null where either period has no scored day: then there is no change to split.',
  })
  change: ChangeDto | null;
}
