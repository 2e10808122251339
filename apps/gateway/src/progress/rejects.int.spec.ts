import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemIn } from '../../test/http-answers.js';
import { startAll, type Everything } from '../../test/running-gateway.js';
import { exportOf, uploadRequest } from '../../test/upload-requests.js';
import type { UploadAcceptedDto } from '../uploads/upload.dto.js';
import type { RejectsDto } from './rejects.dto.js';

describe('the rejects report', () => {
  let all: Everything;
  let id: string;

  beforeAll(async () => {
    all = await startAll();
    const response = await all.fetch('/api/upload-json', uploadRequest(exportOf('rejects', 2)));
    id = ((await response.json()) as UploadAcceptedDto).upload_id;
    all.others.ingestion.rejects.set(
      id,
      Array.from({ length: 1_203 }, (_, i) => ({
        position: i + 1,
        path: i === 0 ? '=HYPERLINK("http://evil")' : `$["chat, 1"][${String(i)}]`,
        byte_offset: i * 100,
        kind: 'rejected' as const,
        code: 'time_invalid' as const,
        field: 'SOCIAL_CREATE_TIME',
        message: 'the time can not be read',
        hint: 'Write it as ISO 8601.',
      })),
    );
  });
  afterAll(() => all.close());

  it('comes in pages as JSON', async () => {
    const page = async (query: string): Promise<RejectsDto> =>
      (await (await all.fetch(`/api/progress/${id}/rejects?${query}`)).json()) as RejectsDto;
    const first = await page('page_size=100');
    expect(first.rejects).toHaveLength(100);
    expect(first.next_cursor).toBe(100);
    const last = await page('page_size=100&cursor=1200');
    expect(last).toMatchObject({ rejects: [{ position: 1201 }, {}, {}], next_cursor: null });
  });

  it.each([
    ['format=csv', {}],
    ['', { accept: 'text/csv' }],
  ])('is streamed as a whole as CSV (%j)', async (query, headers) => {
    const response = await all.fetch(`/api/progress/${id}/rejects?${query}`, { headers });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toContain(`rejects-${id}.csv`);
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines).toHaveLength(1_204);
    expect(lines[0]).toBe('position,path,byte_offset,kind,code,field,message,hint');
    expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(lines[2]).toBe(
      '2,"$[""chat, 1""][1]",100,rejected,time_invalid,SOCIAL_CREATE_TIME,the time can not be read,Write it as ISO 8601.',
    );
  });

  it('is not there for an upload that is not', async () => {
    const response = await all.fetch(`/api/progress/${randomUUID()}/rejects?format=csv`);
    expect((await problemIn(response)).status).toBe(404);
  });
});
