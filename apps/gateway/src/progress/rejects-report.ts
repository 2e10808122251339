import { Injectable } from '@nestjs/common';
import { GetRejects, type ReplyOf } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { stringify } from 'csv-stringify/sync';

type RejectPage = ReplyOf<typeof GetRejects>;

const ROWS_PER_QUESTION = 500;
const COLUMNS = ['position', 'path', 'byte_offset', 'kind', 'code', 'field', 'message', 'hint'];

@Injectable()
export class RejectsReport {
  constructor(private readonly requests: Requests) {}

  page(organization: string, uploadId: string, after: number, limit: number): Promise<RejectPage> {
    return this.requests.ask(GetRejects, { organization, upload_id: uploadId, after, limit });
  }

  /** All of it, page by page. The first page is asked for before anything is sent, so that an error can still be one. */
  async csv(organization: string, uploadId: string): Promise<AsyncIterable<string>> {
    const first = await this.page(organization, uploadId, 0, ROWS_PER_QUESTION);
    return this.csvFrom(organization, uploadId, first);
  }

  private async *csvFrom(organization: string, uploadId: string, first: RejectPage): AsyncGenerator<string> {
    yield stringify([], { header: true, columns: COLUMNS });
    for (let page = first; ;) {
      // A cell that a spreadsheet would take for a formula is shown as text.
      yield stringify(page.rejects, { columns: COLUMNS, escape_formulas: true });
      if (page.next === null) return;
      page = await this.page(organization, uploadId, page.next, ROWS_PER_QUESTION);
    }
  }
}
