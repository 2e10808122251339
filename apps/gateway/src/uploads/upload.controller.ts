import { Controller, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { HttpProblem } from '../http/problem.js';
import { FORM_OVERHEAD_BYTES, tooLarge } from '../http/server.js';
import { acceptedAnswer } from './accepted-answer.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { ReceiveUpload } from './receive-upload.command.js';
import { demandSpeed } from './sender-speed.js';
import { discardUnreadBody } from './unread-body.js';
import { ApiUpload } from './upload.api.js';
import type { UploadAcceptedDto } from './upload.dto.js';
import { UploadParams } from './upload.params.js';

@ApiTags('uploads')
@Controller('api')
export class UploadController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  @Post('upload-json')
  @Allow('uploads:write')
  @HttpCode(202)
  @ApiUpload()
  async uploadJson(
    @Organization() organization: string,
    @Query() params: UploadParams,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadAcceptedDto> {
    discardUnreadBody(request.raw, reply.raw);
    const idempotencyKey = this.checkBeforeReading(request);
    demandSpeed(request.raw, {
      bytesPerSecond: this.config.MIN_UPLOAD_BYTES_PER_SECOND,
      seconds: this.config.UPLOAD_SPEED_SECONDS,
    });
    const command = new ReceiveUpload(organization, request.parts(), params, idempotencyKey);
    return acceptedAnswer(await this.commands.execute(command), reply);
  }

  /** Returns the Idempotency-Key. */
  private checkBeforeReading(request: FastifyRequest): string | null {
    if (!request.isMultipart()) {
      throw new HttpProblem(
        'unsupported-media-type',
        'Send the export as multipart/form-data, in a part named file.',
      );
    }
    if (Number(request.headers['content-length'] ?? 0) > this.config.MAX_UPLOAD_BYTES + FORM_OVERHEAD_BYTES) {
      throw new HttpProblem('content-too-large', tooLarge(this.config.MAX_UPLOAD_BYTES));
    }
    // Whoever is gone already will never end the form.
    if (request.raw.destroyed) throw new HttpProblem('invalid-request', 'The sender hung up.');
    return idempotencyKeyOf(request);
  }
}
