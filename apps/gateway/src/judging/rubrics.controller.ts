import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { GetRubrics, PublishRubric, RubricDocument } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { contractBody } from '../http/contract-body.pipe.js';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { ApiProblems } from '../openapi/problems.js';
import { PublishedRubricDto, RUBRIC_SCHEMA, RubricsDto } from './rubrics.dto.js';

@ApiTags('judging')
@Controller('api/rubrics')
export class RubricsController {
  constructor(private readonly requests: Requests) {}

  @Get()
  @Allow('judging:read')
  @ApiOperation({ summary: 'What scorers are told' })
  @ApiOkResponse({ type: RubricsDto })
  @ApiProblems(503)
  async listRubrics(@Organization() organization: string): Promise<RubricsDto> {
    return this.requests.ask(GetRubrics, { organization });
  }

  @Post()
  @Allow('judging:write')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Publish a rubric',
    description:
      'New days are judged by it from now on; what is judged stays, until a backfill judges it again. The same document again changes nothing; another one under a known name is a conflict.',
  })
  @ApiBody({ schema: RUBRIC_SCHEMA })
  @ApiCreatedResponse({ type: PublishedRubricDto })
  @ApiProblems(400, 409, 415, 503)
  async publishRubric(
    @Organization() organization: string,
    @Body(contractBody(RubricDocument)) document: object,
  ): Promise<PublishedRubricDto> {
    return this.requests.ask(PublishRubric, { organization, document: document as RubricDocument });
  }
}
