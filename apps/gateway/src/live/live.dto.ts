import { ApiProperty } from '@nestjs/swagger';
import { Flag } from '../openapi/fields.js';

export class LiveReadyDto {
  @Flag(
    'True: all that changed since Last-Event-ID follows. False: the stream begins now; read once what you show.',
    false,
  )
  resumed: boolean;
}

export class LiveMetricsDto {
  @ApiProperty({
    type: [String],
    nullable: true,
    description:
      "Dates in the organization's time zone whose numbers changed, with their conversations; null: all may have (other weights, a replay that was switched to, more than 400 dates).",
    example: ['2026-11-19', '2026-11-20'],
  })
  dates: string[] | null;
}

/** What the events of GET /api/live hold, by their names. */
export const LIVE_PAYLOADS = {
  ready: 'LiveReadyDto',
  metrics: 'LiveMetricsDto',
  upload: 'ProgressDto',
  replay: 'ReplayDto',
  pipeline: 'PipelineDto',
} as const;

const eventSchema = ([name, payload]: [string, string]) => ({
  type: 'object',
  title: name,
  required: ['event', 'data'],
  properties: {
    id: {
      type: 'string',
      description: 'For Last-Event-ID; of what came at once only the last has one.',
      example: '2558:2558:/1/2558:2558:',
    },
    event: { type: 'string', enum: [name], description: 'What it tells of.', example: name },
    data: { $ref: `#/components/schemas/${payload}` },
  },
});

/** An event as a client's parser hands it over, `data` read as JSON. */
export const LIVE_EVENT_SCHEMA = { oneOf: Object.entries(LIVE_PAYLOADS).map(eventSchema) };
