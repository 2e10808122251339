import { Readable } from 'node:stream';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { filterOf } from '../conversations/conversation-filter.js';
import { Allow } from '../access/allow.js';
import { AskedBy, type Caller } from '../access/caller.js';
import { ConversationQueries } from '../conversations/conversation.queries.js';
import { ApiProblems } from '../openapi/problems.js';
import { SettingsQueries } from '../settings/settings-store.js';
import { CONTENT_TYPES, exportText } from './export-text.js';
import { DownloadParams } from './download.dto.js';
import { EXPORT_COLUMNS } from './export-columns.js';
import { ExportPages } from './export-pages.js';

@ApiTags('conversations')
@Controller('api/download')
export class DownloadController {
  constructor(
    private readonly pages: ExportPages,
    private readonly settings: SettingsQueries,
    private readonly conversations: ConversationQueries,
  ) {}

  @Get()
  @Allow('exports:read')
  @ApiOperation({
    summary: 'Export conversations, messages or days',
    description:
      'Streamed, with the filters of the list and the same numbers, ordered by chat id. JSON names filters, time zone and weights under `export`. CSV cells that a spreadsheet would take for a formula begin with an apostrophe.',
  })
  @ApiOkResponse({
    description: 'The export.',
    content: {
      'text/csv': { schema: { type: 'string' } },
      'application/json': { schema: { type: 'object' } },
      'application/x-ndjson': { schema: { type: 'string' } },
    },
  })
  @ApiProblems(400, 422, 503)
  async download(@AskedBy() caller: Caller, @Query() params: DownloadParams): Promise<StreamableFile> {
    const { organization } = caller;
    const { export_type: type = 'conversations', format = 'csv' } = params;
    const filter = filterOf(params);
    const { timeZone, weightProfile } = await this.settings.of(organization);
    const found = await this.conversations.search(caller, params.q);
    const about = {
      export_type: type,
      filter: { ...filter, q: params.q ?? null },
      time_zone: timeZone,
      weight_profile: weightProfile,
    };
    const pages = this.pages.of(type, {
      organization,
      ...filter,
      conversation_ids: found?.ids ?? null,
    });
    // The first page is asked for before anything is sent, so that an error can still be one.
    const first = await pages.next();
    const text = exportText(format, EXPORT_COLUMNS[type], about, resume(first, pages));
    return new StreamableFile(Readable.from(text), {
      type: CONTENT_TYPES[format],
      disposition: `attachment; filename="powerpulse-${type}.${format}"`,
    });
  }
}

async function* resume<T>(first: IteratorResult<T, unknown>, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
