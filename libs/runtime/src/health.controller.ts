import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readiness } from './readiness.js';

const status = (example: string) => ({ type: 'string', description: 'In one word.', example }) as const;

const report = (example: 'ok' | 'unavailable') => ({
  type: 'object' as const,
  required: ['status', 'checks'],
  properties: {
    status: status(example),
    checks: {
      type: 'object' as const,
      description:
        'What it depends on: whether it answers, in how many milliseconds, and what is wrong with it.',
      additionalProperties: {
        type: 'object' as const,
        required: ['ok', 'ms', 'since'],
        properties: {
          ok: { type: 'boolean' },
          ms: { type: 'number', minimum: 0 },
          since: { type: 'string', format: 'date-time', description: 'When it was first seen like this.' },
          error: { type: 'string' },
        },
      },
      example: { postgres: { ok: example === 'ok', ms: 1, since: '2026-11-20T10:15:00.000Z' } },
    },
  },
});

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @ApiOperation({ summary: 'The process runs.' })
  @ApiOkResponse({
    description: 'It does.',
    schema: { type: 'object', required: ['status'], properties: { status: status('ok') } },
  })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'The service and what it depends on can do work; else 503.' })
  @ApiOkResponse({ description: 'They can.', schema: report('ok') })
  @ApiServiceUnavailableResponse({ description: 'Not now.', schema: report('unavailable') })
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const { ready, checks } = await this.readiness.report();
    await reply.status(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable', checks });
  }
}
