import { ApiProperty } from '@nestjs/swagger';
import { GROUP_BYS, type GroupBy } from '@powerpulse/contracts';
import { Count, Flag, OneOf, Text } from '../openapi/fields.js';
import { DeltasDto, MetricValuesDto } from './metric-values.dto.js';

export class DailyGroupDto extends MetricValuesDto {
  @Text("A topic's slug, an agent's name, an outcome, or `provider/model@rubric`.", 'refund')
  group: string;

  @Count('Conversation-days of the group with a CSI.', 41)
  scored_days: number;

  @Count('Conversation-days of the group without one.', 1)
  unscored_days: number;

  @Count('Conversation-days of the group without a customer message.', 0)
  outbound_days: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer', minimum: 0 },
    description: 'Number of days each mean or percentage is made of, by its name. Count.',
    example: { csi: 41, sentiment: 41, avg_response_time: 38 },
  })
  sample_sizes: Record<string, number>;
}

export class GroupDto extends DailyGroupDto {
  @ApiProperty({
    type: DeltasDto,
    nullable: true,
    description: 'Against the same group in the period just before; null without both dates.',
  })
  deltas: DeltasDto | null;
}

export class GroupsDto {
  @OneOf(GROUP_BYS, 'What the groups are.')
  group_by: GroupBy;

  @Flag(
    'A day counts in each of its topics and agents, so that groups add up to more than the whole. Outcomes and scorers do not overlap.',
    true,
  )
  overlapping: boolean;

  @Count('Groups there are in the period.', 34)
  total: number;

  @ApiProperty({ type: [GroupDto], description: 'Those with the most days first, then by name.' })
  groups: GroupDto[];
}
