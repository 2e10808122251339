import { until } from '@powerpulse/testing';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { countsOf, type Progress } from '../api.js';
import { caseFile } from '../case-file.js';
import { type GroupedFile, madeChats, renamed } from '../made-chats.js';
import { rowsOf, withoutIds } from '../read-rows.js';
import type { RunningStack } from '../running-stack.js';

const SAMPLE = new URL('../../../samples/stripe-irc.json', import.meta.url);
const SOON = { timeoutMs: 60_000, everyMs: 10 };

/** Of the long ones; the last, because it leaves processes that have just come back. */
export function killSuite(running: RunningStack): void {
  const { api } = running;
  const sample = JSON.parse(readFileSync(SAMPLE, 'utf8')) as GroupedFile;
  const file: GroupedFile = { ...sample, ...madeChats('made/', 100, 61, '2016-01-04T00:00:00Z') };

  /** Dies at once, without a word. Resolves when another process has taken its place and clients are answered. */
  const kill = async (name: string) => {
    const before = running.stack.pids()[name];
    running.stack.kill(name);
    await until(() => {
      const now = running.stack.pids()[name];
      return now !== undefined && now !== before;
    }, SOON);
    await until(() => api.get('/health/live'), SOON);
  };

  describe('kill -9 in the middle of an upload', () => {
    const victims = ['gateway', 'ingestion', 'day-splitting', 'scoring', 'analytics', 'nats', 'postgres'];
    const uploads = new Map<string, string>();
    let undisturbed: { rows: unknown[]; progress: Progress };

    /** An upload for each; none is waited for, so the later ones meet processes that have just come back. */
    beforeAll(async () => {
      const progress = await api.upload(renamed(file, 'undisturbed/'));
      undisturbed = { progress, rows: withoutIds(await rowsOf(api, 'undisturbed/')) };
      for (const name of victims) {
        const { status, body } = await api.post(renamed(file, `kill ${name}/`));
        expect(status).toBe(202);
        uploads.set(name, body.upload_id);
        const begun = await until(async () => {
          const now = await api.progress(body.upload_id);
          return now.statistics.messages_kept > 0 || name === 'gateway' ? now : null;
        }, SOON);
        expect(begun.status).toMatch(/queued|processing/);
        await kill(name);
      }
    }, 240_000);

    it.each(victims)('of %s changes nothing about the rows', async (name) => {
      const progress = await api.settled(uploads.get(name) ?? '');
      const { status, total_days, processed_days, statistics } = undisturbed.progress;
      expect(progress).toMatchObject({ status, total_days, processed_days, statistics });
      expect(withoutIds(await rowsOf(api, `kill ${name}/`))).toEqual(undisturbed.rows);
    });

    it('leaves no dead letter and nothing unsaid', async () => {
      expect(await running.deadLetters()).toEqual([]);
      await until(async () => (await running.unpublished()) === 0, { timeoutMs: 60_000 });
    });
  });

  it('DUP-005: a gateway that dies while it receives keeps nothing; sent again it is one upload', async () => {
    const key = randomUUID();
    const before = (await api.get<{ total: number }>('/api/progress?page_size=1')).total;
    const answer = beginUpload(running, key);
    await kill('gateway');
    expect(await answer).toBeInstanceOf(Error);
    const { body } = await until(async () => {
      const again = await api.post(caseFile('DUP-005'), { key });
      return again.status === 202 ? again : null;
    }, SOON);
    expect(countsOf(await api.settled(body.upload_id))).toEqual([3, 0, 0, 0]);
    expect((await api.get<{ total: number }>('/api/progress?page_size=1')).total).toBe(before + 1);
  });
}

/** Sends the head and some of the body. Answers with how that ended: no answer can come. */
function beginUpload({ stack }: RunningStack, key: string): Promise<number | Error> {
  return new Promise((resolve) => {
    const request = http.request(`${stack.urls.gateway ?? ''}/api/upload-json`, {
      method: 'POST',
      headers: {
        'content-type': 'multipart/form-data; boundary=cut',
        'idempotency-key': key,
        'x-api-key': stack.ownerKey?.key,
        'transfer-encoding': 'chunked',
      },
    });
    request.once('response', (response) => resolve(response.statusCode ?? 0));
    request.once('error', resolve);
    const head = '--cut\r\nContent-Disposition: form-data; name="file"; filename="chats.json"\r\n\r\n';
    request.write(head + JSON.stringify(caseFile('DUP-005')).slice(0, 100));
  });
}
