import { finished } from 'node:stream';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { Authentication } from '../access/authentication.js';
import { Organization } from '../access/caller.js';
import { mayDo } from '../access/domain/roles.js';
import { RETRY, sendEvents, SIGN_OF_LIFE, SIGN_OF_LIFE_MS } from '../http/event-stream.js';
import { invalidParameter } from '../http/problem.js';
import { ApiProblems } from '../openapi/problems.js';
import { PipelineDto } from '../progress/pipeline.dto.js';
import { ProgressDto } from '../progress/progress.dto.js';
import { ReplayDto } from '../replays/replays.dto.js';
import { type LivePosition, positionIn } from './domain/live-position.js';
import { LIVE_EVENT_SCHEMA, LiveMetricsDto, LiveReadyDto } from './live.dto.js';
import { liveEvents } from './live-events.js';
import { LiveFeed } from './live-feed.js';
import type { LiveListener } from './live-listener.js';

const DESCRIPTION = `Server-sent events, within about two seconds of the change, until the caller leaves, its key or session ends, or the server stops.

- \`ready\`, first: whether what was missed follows.
- \`metrics\`: dates whose numbers changed. Ask for what you show of them.
- \`upload\` (permission uploads:read): the whole state of an upload that was accepted or moved on.
- \`replay\` (operations:read): the whole state of a replay that was begun or moved on.
- \`pipeline\` (operations:read): what waits at which stage; first as it is, then when it changed.

\`data\` is JSON. Come back with \`Last-Event-ID\`, to any replica, also after a restart: nothing that changed in between is missed; of several changes of one thing the last is told, and an event may come twice. Of more than 500 uploads the newest are told. Where nothing happens, a comment comes every 15 seconds. An organization may hold MAX_LIVE_STREAMS (100) streams at each replica; more are 429.`;

@ApiTags('operations')
@ApiExtraModels(LiveReadyDto, LiveMetricsDto, ProgressDto, ReplayDto, PipelineDto)
@Controller('api/live')
export class LiveController {
  constructor(
    private readonly feed: LiveFeed,
    private readonly authentication: Authentication,
  ) {}

  @Get()
  @Allow('metrics:read')
  @ApiOperation({ summary: 'What changes, as it happens', description: DESCRIPTION })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Id of the last event that was received. Opaque.',
    schema: { type: 'string', maxLength: 8_100, example: '812:812:/1/1043:1043:' },
  })
  @ApiOkResponse({
    description: 'The stream. The schema is that of one event.',
    content: { 'text/event-stream': { schema: LIVE_EVENT_SCHEMA } },
  })
  @ApiProblems(400, 503)
  async streamChanges(
    @Organization() organization: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const since = lastPosition(request.headers['last-event-id']);
    if (request.method === 'HEAD') return sendEvents(request, reply, nothing());
    const listener = await this.feed.join(organization, since);
    // A stream that nobody has begun to read would never come to its own end.
    finished(reply.raw, () => listener.leave());
    await sendEvents(request, reply, this.events(request, listener, since !== undefined));
  }

  private async *events(
    request: FastifyRequest,
    listener: LiveListener,
    resumed: boolean,
  ): AsyncGenerator<string> {
    let ready: { resumed: boolean } | undefined = { resumed };
    let wroteAt = Date.now();
    yield RETRY;
    while (await listener.turn()) {
      // A stream may last for days: it shows what its key or session may see now, and ends with it.
      const caller = await this.authentication.stillThere(request);
      if (caller === undefined || !mayDo(caller.role, 'metrics:read')) return;
      const changes = listener.take();
      const text = changes === null ? '' : liveEvents(changes, caller.role, new Date(), ready);
      if (text !== '') {
        ready = undefined;
        wroteAt = Date.now();
        yield text;
      } else if (Date.now() - wroteAt > SIGN_OF_LIFE_MS) {
        wroteAt = Date.now();
        yield SIGN_OF_LIFE;
      }
    }
  }
}

async function* nothing(): AsyncGenerator<string> {
  // What a HEAD is answered with.
}

function lastPosition(header: string | string[] | undefined): LivePosition | undefined {
  if (header === undefined || header === '') return undefined;
  const position = typeof header === 'string' ? positionIn(header) : undefined;
  if (position === undefined)
    throw invalidParameter('Last-Event-ID', 'must be the id of an event of this stream');
  return position;
}
