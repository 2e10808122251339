import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connect, nkeyAuthenticator } from '@nats-io/transport-node';
import { loadConfig } from '@powerpulse/runtime';
import { until } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keyFile } from '../../../apps/launcher/src/broker-access.js';
import { Api } from '../api.js';
import type { RunningStack } from '../running-stack.js';

const DOCUMENT = new URL('../../../docs/integrating.md', import.meta.url);

interface AsyncApi {
  channels: Record<string, { address: string | null }>;
  components: { messages: Record<string, { payload: Parameters<typeof z.fromJSONSchema>[0] }> };
}
const asyncApi = JSON.parse(
  readFileSync(new URL('../../../docs/asyncapi.json', import.meta.url), 'utf8'),
) as AsyncApi;

/** Which event of docs/asyncapi.json it is, by its subject; its payload has to be as it says there. */
function expectedEvent({ subject, text }: { subject: string; text: string }): string {
  const address = subject.replace(/[^.]+$/, '{organization}');
  const [name] = Object.entries(asyncApi.channels).find(([, channel]) => channel.address === address) ?? [];
  const payload = asyncApi.components.messages[name ?? '']?.payload;
  if (name === undefined || payload === undefined) throw new Error(`${subject} is not in docs/asyncapi.json`);
  const { error } = z.fromJSONSchema(payload).safeParse(JSON.parse(text));
  expect(error?.issues, name).toBeUndefined();
  return name;
}

/** The programs of docs/integrating.md, run as they stand there: a name in backticks, then a block of Python. */
export function integrationSuite(running: RunningStack): void {
  describe('another program', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'powerpulse-integration-'));
    const started: ReturnType<typeof spawn>[] = [];
    const lines = (name: string) => {
      let text = '';
      const child = spawn('python3', ['-B', name], {
        cwd: folder,
        env: {
          ...loadConfig(z.looseObject({}) as z.ZodType<NodeJS.ProcessEnv>),
          NATS_URL: running.stack.urls.nats ?? '',
          NATS_NKEY_FILE: keyFile(path.dirname(running.stack.logFolder), 'integration'),
        },
      });
      started.push(child);
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
      return { output: () => text.trim().split('\n'), ended };
    };

    beforeAll(() => {
      const document = readFileSync(DOCUMENT, 'utf8');
      const programs = document.matchAll(/`(\w+\.py)`[^`]*```python\n(.*?)```/gs);
      for (const [, name = '', text = ''] of programs) writeFileSync(path.join(folder, name), text);
    });
    afterAll(() => {
      for (const child of started) child.kill();
      rmSync(folder, { recursive: true });
    });

    it('sends conversations and hears of the numbers, by the document alone', async () => {
      const seed = readFileSync(keyFile(path.dirname(running.stack.logFolder), 'integration'));
      const nats = await connect({
        servers: running.stack.urls.nats ?? '',
        authenticator: nkeyAuthenticator(seed),
      });
      const published: { subject: string; text: string }[] = [];
      nats.subscribe('powerpulse.evt.>', {
        callback: (_, message) => {
          published.push({ subject: message.subject, text: message.string() });
        },
      });
      const listening = lines('listen.py');
      await until(() => listening.output().includes('listening'), { timeoutMs: 20_000 });
      const sending = lines('send.py');
      expect(await sending.ended, sending.output().join('\n')).toBe(0);
      const [first = '', second = '', refused] = sending.output();
      const uploadOf = (line: string) => /'upload_id': '([0-9a-f-]{36})'/.exec(line)?.[1];
      expect(uploadOf(first)).toBeDefined();
      expect(uploadOf(second)).toBe(uploadOf(first));
      expect(refused).toMatch(/^refused .*'path': 'conversations\.0\.messages'/);
      await dealtWith(running);
      const progress = await running.api.settled(uploadOf(first) ?? '');
      expect(progress).toMatchObject({ status: 'completed', statistics: { messages_kept: 2 } });
      const heard = /^2026-01-05 CSI [\d.]+ of \d+ days$/;
      await until(() => listening.output().some((line) => heard.test(line)), { timeoutMs: 20_000 });
      await nats.close();
      const names = new Set(published.map(expectedEvent));
      for (const name of ['UploadAccepted', 'ConversationIngested', 'ConversationDayCreated', 'BatchScored'])
        expect(names).toContain(name);
    });
  });
}

/** What was refused waits for a person of the organization, who sees where it is wrong. */
async function dealtWith({ api, stack }: RunningStack): Promise<void> {
  const { data } = await api.client.GET('/api/dead-letters');
  const [letter] = data?.dead_letters ?? [];
  expect(letter).toMatchObject({ event: 'SendConversations', service: 'gateway' });
  expect(letter?.reason).toContain('conversations.0.messages');
  const params = { path: { dead_letter_id: letter?.dead_letter_id ?? '' } };
  const made = await api.client.POST('/api/organizations', { body: { organization: 'nosy', name: 'Nosy' } });
  const nosy = new Api(() => ({ url: stack.urls.gateway ?? '', key: made.data?.owner_key }));
  expect((await nosy.client.GET('/api/dead-letters/{dead_letter_id}', { params })).response.status).toBe(404);
  expect((await nosy.client.GET('/api/dead-letters')).data).toMatchObject({ total: 0 });
  const { response } = await api.client.POST('/api/dead-letters/{dead_letter_id}/discard', {
    params,
    body: { because: 'the example of a refusal' },
  });
  expect(response.status).toBe(200);
}
