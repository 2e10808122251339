import { applyDecorators, Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  type DeadLetter,
  DiscardDeadLetter,
  RedriveDeadLetter,
  ResumeConsumer,
  type ServiceName,
  SERVICES,
} from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { NotFound } from '@powerpulse/runtime';
import { Allow } from '../access/allow.js';
import { AskedBy, type Caller, Organization } from '../access/caller.js';
import { assertRunsInstallation } from '../access/organizations/first-organization.js';
import { idPipe } from '../http/id.pipe.js';
import { Paging } from '../http/paging.js';
import { ApiProblems } from '../openapi/problems.js';
import {
  DeadLetterDetailDto,
  DeadLetterDto,
  DeadLettersDto,
  DeadLettersParams,
  DiscardDeadLetterDto,
  RedriveDeadLettersDto,
  RedrivenDto,
  ResumedDto,
} from './dead-letters.dto.js';
import { NO_SUCH_DEAD_LETTER, TroubleQueries, withoutOrganization } from './trouble.queries.js';

/** A handler may take its time over one event. */
const REDRIVE = { tries: 1, timeoutMs: 25_000 };

const DeadLetterId = (): ParameterDecorator => Param('dead_letter_id', idPipe(NO_SUCH_DEAD_LETTER));

const ApiDeadLetter = (summary: string, description: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description }),
    ApiParam({
      name: 'dead_letter_id',
      description: 'The dead letter, as the list names it.',
      schema: { type: 'string', format: 'uuid', example: '3f8c1f7e-52f1-8a94-9d0e-2b1a7c5e4d30' },
    }),
  );

const present = (service: ServiceName, letter: DeadLetter): DeadLetterDto => ({
  service,
  ...withoutOrganization(letter),
});

@ApiTags('operations')
@Controller('api')
export class DeadLettersController {
  constructor(
    private readonly trouble: TroubleQueries,
    private readonly requests: Requests,
    private readonly paging: Paging,
  ) {}

  @Get('dead-letters')
  @Allow('operations:read')
  @ApiOperation({
    summary: 'What could not be processed, of all services, latest failure first',
    description:
      'Events, and requests of other programs over NATS that were refused. Also says which consumers stopped because most of their events failed.',
  })
  @ApiOkResponse({ type: DeadLettersDto })
  @ApiProblems(400, 503)
  async listDeadLetters(
    @Organization() organization: string,
    @Query() params: DeadLettersParams,
  ): Promise<DeadLettersDto> {
    const filter = { ...filterOf(params), organization };
    const size = this.paging.sizeOf(params);
    return this.trouble.list(filter, params.status ?? 'open', size, params.cursor ?? null);
  }

  @Get('dead-letters/:dead_letter_id')
  @Allow('operations:read')
  @ApiDeadLetter(
    'One of them, with what came',
    'Events carry ids, counts and metrics, never message text. A refused request of another program (`SendConversations`) is what it sent, until it is redriven or discarded.',
  )
  @ApiOkResponse({ type: DeadLetterDetailDto })
  @ApiProblems(404, 503)
  async getDeadLetter(
    @Organization() organization: string,
    @DeadLetterId() id: string,
  ): Promise<DeadLetterDetailDto> {
    const { service, letter, payload } = await this.trouble.find(organization, id);
    return { ...present(service, letter), payload };
  }

  @Post('dead-letters/redrive')
  @Allow('operations:write')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Process all open ones once more, or those that match',
    description: 'Each has its own outcome. Goes on for 20 seconds at most; where some are left, ask again.',
  })
  @ApiOkResponse({ type: RedrivenDto })
  @ApiProblems(400, 415, 503)
  async redriveDeadLetters(
    @Organization() organization: string,
    @Body() body: RedriveDeadLettersDto,
  ): Promise<RedrivenDto> {
    return this.trouble.redriveAll({ ...filterOf(body), organization });
  }

  @Post('dead-letters/:dead_letter_id/redrive')
  @Allow('operations:write')
  @HttpCode(200)
  @ApiDeadLetter(
    'Process it once more',
    'Twice has one effect. Where it fails again it stays open with the new reason: 409.',
  )
  @ApiOkResponse({ type: DeadLetterDto })
  @ApiProblems(404, 409, 503)
  async redriveDeadLetter(
    @Organization() organization: string,
    @DeadLetterId() dead_letter_id: string,
  ): Promise<DeadLetterDto> {
    const { service } = await this.trouble.find(organization, dead_letter_id);
    const asked = { organization, dead_letter_id };
    return present(service, await this.requests.ask(RedriveDeadLetter.of(service), asked, REDRIVE));
  }

  @Post('dead-letters/:dead_letter_id/discard')
  @Allow('operations:write')
  @HttpCode(200)
  @ApiDeadLetter(
    'Decide that it is not needed',
    'Its row stays, with the reason. It can not be redriven any more.',
  )
  @ApiOkResponse({ type: DeadLetterDto })
  @ApiProblems(400, 404, 409, 415, 503)
  async discardDeadLetter(
    @Organization() organization: string,
    @DeadLetterId() dead_letter_id: string,
    @Body() { because }: DiscardDeadLetterDto,
  ): Promise<DeadLetterDto> {
    const { service } = await this.trouble.find(organization, dead_letter_id);
    const asked = { organization, dead_letter_id, because };
    return present(service, await this.requests.ask(DiscardDeadLetter.of(service), asked));
  }

  @Post('consumers/:consumer/resume')
  @Allow('operations:write')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Let a consumer go on that stopped because most of its events failed',
    description: 'After the cause is mended. Its dead letters stay: redrive them.',
  })
  @ApiParam({
    name: 'consumer',
    description: 'The consumer, as `paused_consumers` names it.',
    schema: { type: 'string', example: 'scoring--conversation-day-created' },
  })
  @ApiOkResponse({ type: ResumedDto })
  @ApiProblems(404, 503)
  async resumeConsumer(@AskedBy() caller: Caller, @Param('consumer') consumer: string): Promise<ResumedDto> {
    assertRunsInstallation(caller);
    const service = SERVICES.find((each) => consumer.startsWith(`${each}--`));
    if (service === undefined) throw new NotFound('There is no such consumer.');
    return this.requests.ask(ResumeConsumer.of(service), { consumer });
  }
}

function filterOf({ service, consumer, event, reason }: RedriveDeadLettersDto) {
  return {
    service: service ?? null,
    consumer: consumer ?? null,
    event: event ?? null,
    reason: reason ?? null,
  };
}
