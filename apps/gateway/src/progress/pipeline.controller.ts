import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '@powerpulse/runtime';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { ApiProblems } from '../openapi/problems.js';
import { pipelineOf } from './domain/pipeline.js';
import { PipelineDto } from './pipeline.dto.js';
import { RefreshProgress, UPLOADS_PER_QUESTION } from './refresh-progress.js';
import { countOpenUploads, oldestOpenUploads } from './upload-rows.js';

@ApiTags('uploads')
@Controller('api/pipeline')
export class PipelineController {
  constructor(
    private readonly database: Database,
    private readonly refresh: RefreshProgress,
  ) {}

  @Get()
  @Allow('operations:read')
  @ApiOperation({
    summary: 'What waits at which stage, and since when',
    description:
      'Of the uploads that have not ended. What could not be processed is at GET /api/dead-letters.',
  })
  @ApiOkResponse({ type: PipelineDto })
  @ApiProblems(503)
  async getPipeline(@Organization() organization: string): Promise<PipelineDto> {
    const { rows, open_uploads } = await this.database.read(organization, async (tx) => ({
      rows: await oldestOpenUploads(tx, organization, UPLOADS_PER_QUESTION),
      open_uploads: await countOpenUploads(tx, organization),
    }));
    const now = await this.refresh.of(organization, rows);
    const open = now.filter((row) => row.ended_at === null);
    return {
      open_uploads,
      looked_at: open.length,
      stages: pipelineOf(open, Date.now()),
    };
  }
}
