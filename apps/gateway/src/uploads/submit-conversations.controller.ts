import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { ApiProblems } from '../openapi/problems.js';
import { acceptedAnswer } from './accepted-answer.js';
import { ApiIdempotencyKey, idempotencyKeyOf } from './idempotency-key.js';
import { SubmitConversations } from './submit-conversations.command.js';
import { SubmitConversationsDto } from './submit-conversations.dto.js';
import { UploadAcceptedDto } from './upload.dto.js';

@ApiTags('uploads')
@Controller('api/conversations')
export class SubmitConversationsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('conversations:write')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send one or a few conversations, as they happen',
    description:
      'For live integration. Send a whole conversation again or only its new messages: what is known already changes nothing. 202 means committed; `status_url` says when it is in the metrics.',
  })
  @ApiIdempotencyKey()
  @ApiAcceptedResponse({ type: UploadAcceptedDto, description: 'Committed.' })
  @ApiProblems(400, 409, 413, 415, 422, 503)
  async submitConversations(
    @Organization() organization: string,
    @Body() { conversations, force_reprocess = false }: SubmitConversationsDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadAcceptedDto> {
    const key = idempotencyKeyOf(request);
    const command = new SubmitConversations(organization, conversations, force_reprocess, key);
    return acceptedAnswer(await this.commands.execute(command), reply);
  }
}
