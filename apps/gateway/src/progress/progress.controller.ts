import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { pageInfo, Paging } from '../http/paging.js';
import { ApiProblems } from '../openapi/problems.js';
import { CancelUpload } from './cancel-upload.command.js';
import { presentProgress } from './present-progress.js';
import { ProgressDto, ProgressListDto, ProgressListParams } from './progress.dto.js';
import { NO_SUCH_UPLOAD, ProgressQueries } from './progress.queries.js';
import { idPipe } from '../http/id.pipe.js';

export const ApiUploadId = (): MethodDecorator =>
  ApiParam({
    name: 'upload_id',
    description: 'The upload, as the upload call answered.',
    schema: { type: 'string', format: 'uuid', example: '3f8c1f7e-52f1-8a94-9d0e-2b1a7c5e4d30' },
  });

@ApiTags('uploads')
@Controller('api/progress')
export class ProgressController {
  constructor(
    private readonly queries: ProgressQueries,
    private readonly commands: CommandBus,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Allow('uploads:read')
  @ApiOperation({ summary: 'All uploads, newest first' })
  @ApiOkResponse({ type: ProgressListDto })
  @ApiProblems(400, 503)
  async listUploads(
    @Organization() organization: string,
    @Query() params: ProgressListParams,
  ): Promise<ProgressListDto> {
    const page = this.paging.pageOf(params);
    const { rows, total } = await this.queries.page(organization, params.status ?? null, page);
    const now = new Date();
    return { uploads: rows.map((row) => presentProgress(row, now)), ...pageInfo(page, total) };
  }

  @Get(':upload_id')
  @Allow('uploads:read')
  @ApiOperation({ summary: 'How far an upload is' })
  @ApiUploadId()
  @ApiOkResponse({ type: ProgressDto })
  @ApiProblems(404, 503)
  async getProgress(
    @Organization() organization: string,
    @Param('upload_id', idPipe(NO_SUCH_UPLOAD)) uploadId: string,
  ): Promise<ProgressDto> {
    return presentProgress(await this.queries.one(organization, uploadId), new Date());
  }

  @Delete(':upload_id')
  @Allow('uploads:write')
  @ApiOperation({
    summary: 'Cancel an upload',
    description: 'Nothing more of it is begun; what is done stays. Cancelling twice is no error.',
  })
  @ApiUploadId()
  @ApiOkResponse({ type: ProgressDto })
  @ApiProblems(404, 409, 503)
  async cancelUpload(
    @Organization() organization: string,
    @Param('upload_id', idPipe(NO_SUCH_UPLOAD)) uploadId: string,
  ): Promise<ProgressDto> {
    await this.commands.execute(new CancelUpload(organization, uploadId));
    return presentProgress(await this.queries.one(organization, uploadId), new Date());
  }
}
