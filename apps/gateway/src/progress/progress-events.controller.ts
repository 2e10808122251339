import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { Authentication } from '../access/authentication.js';
import { Organization } from '../access/caller.js';
import { sendEvents } from '../http/event-stream.js';
import { invalidParameter } from '../http/problem.js';
import { ApiProblems } from '../openapi/problems.js';
import { ApiUploadId } from './progress.controller.js';
import { progressEvents } from './progress-events.js';
import { ProgressFeed } from './progress-feed.js';
import { NO_SUCH_UPLOAD, ProgressQueries } from './progress.queries.js';
import { idPipe } from '../http/id.pipe.js';

@ApiTags('uploads')
@Controller('api/progress')
export class ProgressEventsController {
  constructor(
    private readonly queries: ProgressQueries,
    private readonly feed: ProgressFeed,
    private readonly authentication: Authentication,
  ) {}

  @Get(':upload_id/events')
  @Allow('uploads:read')
  @ApiOperation({
    summary: 'The progress of an upload as server-sent events',
    description:
      'Events `progress` and, as the last, `end`, each with the whole state as data. Their ids are whole numbers that grow; `Last-Event-ID` resumes, also at another replica.',
  })
  @ApiUploadId()
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Id of the last event that was received. Revision.',
    schema: { type: 'integer', minimum: 0, example: 7 },
  })
  @ApiOkResponse({
    description: 'The stream.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 204, description: 'The end was already received: do not come back.' })
  @ApiProblems(400, 404, 503)
  async streamProgress(
    @Organization() organization: string,
    @Param('upload_id', idPipe(NO_SUCH_UPLOAD)) uploadId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const since = revisionOf(request.headers['last-event-id']);
    const row = await this.queries.stored(organization, uploadId);
    if (row.ended_at !== null && since >= row.revision) {
      await reply.code(204).send();
      return;
    }
    const rows = this.whileAllowed(request, this.feed.rowsOf(organization, uploadId));
    await sendEvents(
      request,
      reply,
      progressEvents(rows, since, () => new Date()),
    );
  }

  /** A stream may last for hours: it ends with the key or session that opened it. */
  private async *whileAllowed<T>(request: FastifyRequest, values: AsyncIterable<T>): AsyncGenerator<T> {
    for await (const value of values) {
      if (!(await this.authentication.stillAllows(request, 'uploads:read'))) return;
      yield value;
    }
  }
}

function revisionOf(lastEventId: string | string[] | undefined): number {
  if (lastEventId === undefined || lastEventId === '') return -1;
  if (typeof lastEventId !== 'string' || !/^\d{1,9}$/.test(lastEventId))
    throw invalidParameter('Last-Event-ID', 'must be the id of an event');
  return Number(lastEventId);
}
