import { Readable } from 'node:stream';
import { Controller, Get, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { GetMetrics, METRICS_VERSION } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import type { FastifyReply } from 'fastify';
import { filterOf } from '../conversations/conversation-filter.js';
import { Allow } from '../access/allow.js';
import { AskedBy, type Caller } from '../access/caller.js';
import { ConversationQueries } from '../conversations/conversation.queries.js';
import { ApiProblems } from '../openapi/problems.js';
import { CONTENT_TYPES, exportText } from './export-text.js';
import { DownloadParams, TABLE_TYPES, type TableType } from './download.dto.js';
import { EXPORT_COLUMNS } from './export-columns.js';
import { ExportPages, type ExportQuestion } from './export-pages.js';
import { zipOf } from './export-zip.js';

@ApiTags('conversations')
@Controller('api/download')
export class DownloadController {
  constructor(
    private readonly pages: ExportPages,
    private readonly requests: Requests,
    private readonly conversations: ConversationQueries,
  ) {}

  @Get()
  @Allow('exports:read')
  @ApiOperation({
    summary: 'Export conversations, days, messages, or all of them',
    description:
      'Streamed, with the filters of the list and the same numbers, ordered by chat id. What was exported by which filters, weights, scorers and version of the metrics stands in the header `X-Export-About` (JSON, percent-encoded), in JSON under `export`, in a zip (`export_type=all`, or `about=file`) in `about.json`. CSV cells that a spreadsheet would take for a formula begin with an apostrophe.',
  })
  @ApiOkResponse({
    description: 'The export.',
    content: {
      'text/csv': { schema: { type: 'string' } },
      'application/json': { schema: { type: 'object' } },
      'application/x-ndjson': { schema: { type: 'string' } },
      'application/zip': { schema: { type: 'string', format: 'binary' } },
    },
  })
  @ApiProblems(400, 422, 503)
  async download(
    @AskedBy() caller: Caller,
    @Query() params: DownloadParams,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { organization } = caller;
    const { export_type: type = 'conversations', format = 'csv' } = params;
    const filter = filterOf(params);
    const found = await this.conversations.search(caller, params.q);
    const question = { organization, ...filter, conversation_ids: found?.ids ?? null };
    const about = {
      export_type: type,
      filter: { ...filter, q: params.q ?? null, q_cut: found?.cut ?? false },
      ...(await this.metricsIn(question)),
      metrics_version: METRICS_VERSION,
      exported_at: new Date().toISOString(),
    };
    // CSV and NDJSON have no place for it.
    void reply.header('x-export-about', encodeURIComponent(JSON.stringify(about)));
    const textOf = (table: TableType, pages = this.pages.of(table, question)) =>
      exportText(format, EXPORT_COLUMNS[table], { ...about, export_type: table }, pages);
    if (type === 'all' || params.about === 'file') {
      const tables = type === 'all' ? TABLE_TYPES : [type];
      const file = (table: TableType) => ({ name: `${table}.${format}`, text: () => textOf(table) });
      const aboutFile = { name: 'about.json', text: () => oneText(`${JSON.stringify(about, null, 2)}\n`) };
      return attachment(zipOf([aboutFile, ...tables.map(file)]), 'application/zip', `${type}.zip`);
    }
    const pages = this.pages.of(type, question);
    // The first page is asked for before anything is sent, so that an error can still be one.
    const first = await pages.next();
    const text = textOf(type, resume(first, pages));
    return attachment(Readable.from(text), CONTENT_TYPES[format], `${type}.${format}`);
  }

  /** By which weights and by whom the numbers of the range were made. */
  private async metricsIn({ organization, start_date, end_date }: ExportQuestion) {
    const question = { organization, start_date, end_date, scorer: null, topics: 1 };
    const { metrics, ...reply } = await this.requests.ask(GetMetrics, question);
    const { time_zone, weight_profile, pillar_weights: weights } = reply;
    return { time_zone, weight_profile, weights, scorers: metrics.scorers };
  }
}

const attachment = (stream: Readable, type: string, name: string): StreamableFile =>
  new StreamableFile(stream, { type, disposition: `attachment; filename="powerpulse-${name}"` });

async function* oneText(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

async function* resume<T>(first: IteratorResult<T, unknown>, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
