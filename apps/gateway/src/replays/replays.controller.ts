import { randomUUID } from 'node:crypto';
import { applyDecorators, Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ListReplays, type RequestOf, StartReplay, SteerReplay } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { NotFound } from '@powerpulse/runtime';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { idPipe } from '../http/id.pipe.js';
import { Paging } from '../http/paging.js';
import { invalidParameter } from '../http/problem.js';
import { ApiProblems } from '../openapi/problems.js';
import { ReplayDto, ReplaysDto, ReplaysParams, StartReplayDto } from './replays.dto.js';

const NO_SUCH_REPLAY = 'There is no such replay.';

const ReplayId = (): ParameterDecorator => Param('replay_id', idPipe(NO_SUCH_REPLAY));

const ApiReplayId = (): MethodDecorator =>
  ApiParam({
    name: 'replay_id',
    description: 'The replay.',
    schema: { type: 'string', format: 'uuid', example: '3f8c1f7e-52f1-4a94-9d0e-2b1a7c5e4d30' },
  });

const ApiSteering = (summary: string, description: string): MethodDecorator =>
  applyDecorators(
    HttpCode(200),
    Allow('operations:write'),
    ApiOperation({ summary, description }),
    ApiReplayId(),
    ApiOkResponse({ type: ReplayDto }),
    ApiProblems(404, 409, 503),
  );

@ApiTags('operations')
@Controller('api/replays')
export class ReplaysController {
  constructor(
    private readonly requests: Requests,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Allow('operations:read')
  @ApiOperation({
    summary: 'Replays of history, newest first',
    description: 'New weights or limits cause one, too.',
  })
  @ApiOkResponse({ type: ReplaysDto })
  @ApiProblems(400, 503)
  async listReplays(
    @Organization() organization: string,
    @Query() params: ReplaysParams,
  ): Promise<ReplaysDto> {
    return this.requests.ask(ListReplays, {
      organization,
      replay_id: null,
      limit: this.paging.sizeOf(params),
    });
  }

  @Post()
  @HttpCode(202)
  @Allow('operations:write')
  @ApiOperation({
    summary: 'Build all numbers anew from history, beside the ones that are shown',
    description:
      'One at a time. Scores are the recorded ones: no provider is called, nothing is sent to anybody.',
  })
  @ApiAcceptedResponse({ type: ReplayDto })
  @ApiProblems(400, 404, 409, 415, 422, 503)
  async startReplay(@Organization() organization: string, @Body() body: StartReplayDto): Promise<ReplayDto> {
    const { start_date = null, end_date = null } = body;
    if (start_date !== null && end_date !== null && start_date > end_date)
      throw invalidParameter('end_date', 'must not be before start_date');
    return this.requests.ask(StartReplay, {
      organization,
      replay_id: body.replay_id ?? randomUUID(),
      start_date,
      end_date,
      switch: body.switch ?? 'manual',
    });
  }

  @Get(':replay_id')
  @Allow('operations:read')
  @ApiOperation({ summary: 'One replay: how far it is, how fast, how it compares' })
  @ApiReplayId()
  @ApiOkResponse({ type: ReplayDto })
  @ApiProblems(404, 503)
  async getReplay(@Organization() organization: string, @ReplayId() replay_id: string): Promise<ReplayDto> {
    const { replays } = await this.requests.ask(ListReplays, { organization, replay_id, limit: 1 });
    const [replay] = replays;
    if (replay === undefined) throw new NotFound(NO_SUCH_REPLAY);
    return replay;
  }

  @Post(':replay_id/switch')
  @ApiSteering(
    'Show what was built',
    'In one transaction. The previous numbers are kept until they are dropped.',
  )
  async switchReplay(@Organization() organization: string, @ReplayId() id: string): Promise<ReplayDto> {
    return this.steer(organization, id, 'switch');
  }

  @Post(':replay_id/revert')
  @ApiSteering('Show the previous numbers again', 'They have taken in all that happened since.')
  async revertReplay(@Organization() organization: string, @ReplayId() id: string): Promise<ReplayDto> {
    return this.steer(organization, id, 'revert');
  }

  @Post(':replay_id/drop')
  @ApiSteering('Drop the previous numbers', 'Until then every event is projected twice.')
  async dropReplay(@Organization() organization: string, @ReplayId() id: string): Promise<ReplayDto> {
    return this.steer(organization, id, 'drop');
  }

  @Post(':replay_id/cancel')
  @ApiSteering('Give up what was built', 'What is shown stays as it is.')
  async cancelReplay(@Organization() organization: string, @ReplayId() id: string): Promise<ReplayDto> {
    return this.steer(organization, id, 'cancel');
  }

  @Post(':replay_id/resume')
  @ApiSteering('Go on with a replay that failed', 'Where it stopped.')
  async resumeReplay(@Organization() organization: string, @ReplayId() id: string): Promise<ReplayDto> {
    return this.steer(organization, id, 'resume');
  }

  private steer(
    organization: string,
    replay_id: string,
    action: RequestOf<typeof SteerReplay>['action'],
  ): Promise<ReplayDto> {
    return this.requests.ask(SteerReplay, { organization, replay_id, action });
  }
}
