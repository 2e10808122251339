import { randomUUID } from 'node:crypto';
import { applyDecorators, Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import {
  GetBackfills,
  PlanBackfill,
  StartBackfill,
  SteerBackfill,
  type RequestOf,
} from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import type { FastifyReply } from 'fastify';
import { idPipe } from '../http/id.pipe.js';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { Paging } from '../http/paging.js';
import { invalidParameter } from '../http/problem.js';
import { ApiProblems } from '../openapi/problems.js';
import {
  BackfillDto,
  BackfillPlanDto,
  BackfillsDto,
  BackfillsParams,
  StartBackfillDto,
} from './backfills.dto.js';

const NO_SUCH_BACKFILL = 'There is no such backfill.';

const ApiSteering = (summary: string): MethodDecorator =>
  applyDecorators(
    HttpCode(200),
    ApiOperation({ summary, description: 'Calls under way are finished; what is judged stays.' }),
    ApiParam({
      name: 'backfill_id',
      description: 'The backfill.',
      schema: { type: 'string', format: 'uuid', example: '3f8c1f7e-52f1-4a94-9d0e-2b1a7c5e4d30' },
    }),
    ApiOkResponse({ type: BackfillDto }),
    ApiProblems(404, 409, 503),
  );

@ApiTags('judging')
@ApiExtraModels(BackfillPlanDto)
@Controller('api/backfills')
export class BackfillsController {
  constructor(
    private readonly requests: Requests,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Allow('judging:read')
  @ApiOperation({ summary: 'What is and was scored again on purpose, newest first' })
  @ApiOkResponse({ type: BackfillsDto })
  @ApiProblems(400, 503)
  async listBackfills(
    @Organization() organization: string,
    @Query() params: BackfillsParams,
  ): Promise<BackfillsDto> {
    return this.requests.ask(GetBackfills, { organization, limit: this.paging.sizeOf(params) });
  }

  @Post()
  @Allow('judging:write')
  @ApiOperation({
    summary: 'Score days again by the scorer and rubric that are active now',
    description: 'With `dry_run` only the plan and its cost. Old scores stay beside the new ones.',
  })
  @ApiOkResponse({
    description: 'Of a dry run: the plan.',
    content: { 'application/json': { schema: { $ref: getSchemaPath(BackfillPlanDto) } } },
  })
  @ApiAcceptedResponse({ type: BackfillDto, description: 'Started.' })
  @ApiProblems(400, 409, 415, 422, 503)
  async startBackfill(
    @Organization() organization: string,
    @Body() body: StartBackfillDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BackfillDto | BackfillPlanDto> {
    const scope = scopeOf(organization, body);
    if (body.dry_run === true) {
      void reply.status(200);
      return this.requests.ask(PlanBackfill, scope);
    }
    void reply.status(202);
    return this.requests.ask(StartBackfill, { ...scope, backfill_id: body.backfill_id ?? randomUUID() });
  }

  @Post(':backfill_id/pause')
  @Allow('judging:write')
  @ApiSteering('Pause a backfill')
  async pauseBackfill(
    @Organization() organization: string,
    @Param('backfill_id', idPipe(NO_SUCH_BACKFILL)) backfillId: string,
  ): Promise<BackfillDto> {
    return this.steer(organization, backfillId, 'pause');
  }

  @Post(':backfill_id/resume')
  @Allow('judging:write')
  @ApiSteering('Go on with a paused backfill')
  async resumeBackfill(
    @Organization() organization: string,
    @Param('backfill_id', idPipe(NO_SUCH_BACKFILL)) backfillId: string,
  ): Promise<BackfillDto> {
    return this.steer(organization, backfillId, 'resume');
  }

  @Post(':backfill_id/cancel')
  @Allow('judging:write')
  @ApiSteering('Cancel a backfill for good')
  async cancelBackfill(
    @Organization() organization: string,
    @Param('backfill_id', idPipe(NO_SUCH_BACKFILL)) backfillId: string,
  ): Promise<BackfillDto> {
    return this.steer(organization, backfillId, 'cancel');
  }

  private steer(
    organization: string,
    backfill_id: string,
    action: RequestOf<typeof SteerBackfill>['action'],
  ): Promise<BackfillDto> {
    return this.requests.ask(SteerBackfill, { organization, backfill_id, action });
  }
}

function scopeOf(organization: string, body: StartBackfillDto): RequestOf<typeof PlanBackfill> {
  const { start_date = null, end_date = null, upload_id, max_days = null, max_usd = null } = body;
  if (start_date !== null && end_date !== null && start_date > end_date) {
    throw invalidParameter('end_date', 'must not be before start_date');
  }
  return { organization, start_date, end_date, upload_id: upload_id ?? undefined, max_days, max_usd };
}
