import { Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EstimateJudging } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { Unavailable } from '@powerpulse/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { HttpProblem } from '../http/problem.js';
import { ApiProblems } from '../openapi/problems.js';
import { type ExpectedJudgingDto, PreviewFormDto, UploadPreviewDto } from './preview.dto.js';
import { previewUpload, type UploadPreview } from './preview-upload.js';
import { discardUnreadBody } from './unread-body.js';
import { readUploadForm } from './upload-form.js';
import { shapeOptions, UploadParams } from './upload.params.js';
import { UploadSlots } from './upload-slots.js';

const ONCE = { tries: 1, timeoutMs: 2_000 };

@ApiTags('uploads')
@Controller('api/upload-preview')
export class PreviewController {
  constructor(
    private readonly slots: UploadSlots,
    private readonly requests: Requests,
  ) {}

  @Post()
  @Allow('uploads:write')
  @HttpCode(200)
  @ApiOperation({
    summary: 'What a file would be read as',
    description:
      'Takes the same file and parameters as an upload, looks at the first MiB and keeps nothing: which format and columns, the first messages, what is wrong, and what judging it may cost.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: PreviewFormDto })
  @ApiOkResponse({ type: UploadPreviewDto })
  @ApiProblems(400, 408, 413, 415, 422, 503)
  async previewUpload(
    @Organization() organization: string,
    @Query() params: UploadParams,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadPreviewDto> {
    discardUnreadBody(request.raw, reply.raw);
    if (!request.isMultipart())
      throw new HttpProblem(
        'unsupported-media-type',
        'Send the file as multipart/form-data, in a part named file.',
      );
    const { received } = await this.slots.within(organization, () =>
      readUploadForm(request.parts(), (part) => previewUpload(part.file, shapeOptions(params, part))),
    );
    const { expected, ...preview } = received;
    return { ...preview, judging: await this.judgingOf(organization, expected) };
  }

  private async judgingOf(
    organization: string,
    expected: UploadPreview['expected'],
  ): Promise<ExpectedJudgingDto | null> {
    try {
      const { scorer, calls, cost_usd } = await this.requests.ask(
        EstimateJudging,
        { organization, ...expected },
        ONCE,
      );
      return { scorer, days: expected.days, calls, cost_usd };
    } catch (error) {
      // A file can be looked at without it.
      if (error instanceof Unavailable) return null;
      throw error;
    }
  }
}
