import { ApiProperty } from '@nestjs/swagger';
import { SERVICES } from '@powerpulse/contracts';
import { Flag, Instant, OneOf, OptionalText, Text } from '../openapi/fields.js';

export const HEALTH_STATES = ['ready', 'not_ready', 'no_answer'] as const;

export class HealthCheckDto {
  @Text('What it depends on: `postgres`, `nats`, `consumers` (none of its own stands still).', 'postgres')
  name: string;

  @Flag('Whether that answers.', true)
  ok: boolean;

  @Instant('When it was first seen like this.')
  since: string;

  @OptionalText('What is wrong with it; null where nothing is.', 'no answer within 1500 ms')
  error: string | null;
}

export class ServiceHealthDto {
  @OneOf(SERVICES, 'The service.')
  service: string;

  @OneOf(HEALTH_STATES, 'Of one process of it, whichever answered.')
  state: (typeof HEALTH_STATES)[number];

  @Instant(
    'When its process started; where none answers, when this was first noticed by the gateway that was asked.',
  )
  since: string;

  @ApiProperty({ type: [HealthCheckDto], description: 'Empty where it does not answer.' })
  checks: HealthCheckDto[];
}

export class HealthDto {
  @ApiProperty({ type: [ServiceHealthDto], description: 'All services.' })
  services: ServiceHealthDto[];
}
