import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, Length, Min, ValidateNested } from 'class-validator';
import { TimeLimitsDto } from '../what-if/what-if.dto.js';
import { WeightsDto } from '../metrics/metrics.dto.js';
import { Amount, Count, Flag, Instant, Text } from '../openapi/fields.js';
import { Patterns } from './auto-response.dto.js';
import { IsTimeZone } from './is-time-zone.js';

export class ChangeSettingsDto {
  @ApiProperty({
    type: TimeLimitsDto,
    required: false,
    description:
      'Waits from which on a time counts 0 in the index; not said: as they are. CSI of all history follows.',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TimeLimitsDto)
  time_limits?: TimeLimitsDto;

  @Text(
    'Days are cut in this zone. IANA name, such as Europe/Berlin; no fixed offsets. All history is cut anew.',
    'Europe/Berlin',
    { maxLength: 64 },
  )
  @IsTimeZone()
  time_zone: string;

  @Text('Name of the weight profile, built in or your own; CSI of all history follows it.', 'standard')
  @IsString()
  @Length(1, 60)
  weight_profile: string;

  @Patterns('A message that contains one of these is an automatic reply and is left out from now on.')
  auto_response_patterns: string[];

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 0,
    description: 'Change only if this version is still the current one. Version.',
    example: 3,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  settings_version?: number;
}

export class SettingsDto {
  @ApiProperty({ type: TimeLimitsDto, description: 'Waits from which on a time counts 0 in the index.' })
  time_limits: TimeLimitsDto;

  @Count('Version; 0 where nothing was ever changed.', 3)
  settings_version: number;

  @Text('IANA name of the zone by which days are cut.', 'Europe/Berlin')
  time_zone: string;

  @Text('Name of the active weight profile.', 'standard')
  weight_profile: string;

  @ApiProperty({
    type: [String],
    description: 'A message that contains one of these is left out as an automatic reply.',
    example: ['*977#'],
  })
  auto_response_patterns: string[];

  @Instant('When this version was made; null for version 0.', { nullable: true })
  changed_at: string | null;
}

export class WeightProfileDto {
  @Text('Its name.', 'standard')
  name: string;

  @Amount('Its version.', 'Version', 1, { minimum: 1 })
  version: number;

  @ApiProperty({ type: WeightsDto, description: 'What each pillar counts in the CSI; they sum to 1.' })
  weights: WeightsDto;

  @Flag('Comes with PowerPulse and can not be changed.', true)
  built_in: boolean;

  @Flag("Whether it is the organization's.", true)
  active: boolean;
}

export class WeightProfilesDto {
  @ApiProperty({ type: [WeightProfileDto], description: 'All there are.' })
  profiles: WeightProfileDto[];
}
