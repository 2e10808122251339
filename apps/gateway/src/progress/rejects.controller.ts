import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { Paging } from '../http/paging.js';
import { ApiProblems } from '../openapi/problems.js';
import { ApiUploadId } from './progress.controller.js';
import { NO_SUCH_UPLOAD, ProgressQueries } from './progress.queries.js';
import { RejectsReport } from './rejects-report.js';
import { RejectsDto, RejectsParams } from './rejects.dto.js';
import { idPipe } from '../http/id.pipe.js';

@ApiTags('uploads')
@Controller('api/progress')
export class RejectsController {
  constructor(
    private readonly uploads: ProgressQueries,
    private readonly report: RejectsReport,
    private readonly paging: Paging,
  ) {}

  @Get(':upload_id/rejects')
  @Allow('uploads:read')
  @ApiOperation({
    summary: 'Every refused or filtered message, with its place and reason',
    description: 'Never with its text. As CSV the whole report is streamed.',
  })
  @ApiUploadId()
  @ApiOkResponse({
    description: 'The report.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(RejectsDto) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  @ApiProblems(400, 404, 503)
  async getRejects(
    @Organization() organization: string,
    @Param('upload_id', idPipe(NO_SUCH_UPLOAD)) uploadId: string,
    @Query() params: RejectsParams,
    @Req() request: FastifyRequest,
  ): Promise<RejectsDto | StreamableFile> {
    await this.uploads.stored(organization, uploadId);
    if (wantsCsv(params, request)) {
      const lines = await this.report.csv(organization, uploadId);
      return new StreamableFile(Readable.from(lines), {
        type: 'text/csv; charset=utf-8',
        disposition: `attachment; filename="rejects-${uploadId}.csv"`,
      });
    }
    const size = this.paging.sizeOf(params);
    const page = await this.report.page(organization, uploadId, params.cursor ?? 0, size);
    return { rejects: page.rejects, next_cursor: page.next };
  }
}

function wantsCsv(params: RejectsParams, request: FastifyRequest): boolean {
  if (params.format !== undefined) return params.format === 'csv';
  return /^text\/csv\b/i.test(request.headers.accept ?? '');
}
