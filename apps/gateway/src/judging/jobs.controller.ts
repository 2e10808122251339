import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { GetJob, GetJobs } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { NotFound } from '@powerpulse/runtime';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { Paging } from '../http/paging.js';
import { idPipe } from '../http/id.pipe.js';
import { ApiProblems } from '../openapi/problems.js';
import { JobDetailDto, JobsDto, JobsParams } from './jobs.dto.js';

const NO_SUCH_JOB = 'There is no such job.';

@ApiTags('judging')
@Controller('api/jobs')
export class JobsController {
  constructor(
    private readonly requests: Requests,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Allow('judging:read')
  @ApiOperation({ summary: 'Scoring jobs, newest first' })
  @ApiOkResponse({ type: JobsDto })
  @ApiProblems(400, 422, 503)
  async listJobs(@Organization() organization: string, @Query() params: JobsParams): Promise<JobsDto> {
    return this.requests.ask(GetJobs, {
      organization,
      upload_id: params.upload_id ?? null,
      status: params.status ?? null,
      limit: this.paging.sizeOf(params),
      cursor: params.cursor ?? null,
    });
  }

  @Get(':job_id')
  @Allow('judging:read')
  @ApiOperation({ summary: 'One job, and what became of each of its days' })
  @ApiParam({
    name: 'job_id',
    description: 'The job, as the list names it.',
    schema: { type: 'string', format: 'uuid', example: '3f8c1f7e-52f1-8a94-9d0e-2b1a7c5e4d30' },
  })
  @ApiOkResponse({ type: JobDetailDto })
  @ApiProblems(404, 503)
  async getJob(
    @Organization() organization: string,
    @Param('job_id', idPipe(NO_SUCH_JOB)) jobId: string,
  ): Promise<JobDetailDto> {
    const { job, days } = await this.requests.ask(GetJob, { organization, job_id: jobId });
    if (job === null) throw new NotFound(NO_SUCH_JOB);
    return { ...job, day_results: days };
  }
}
