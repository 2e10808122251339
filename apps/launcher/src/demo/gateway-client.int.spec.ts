import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GatewayClient } from './gateway-client.js';

/** What the server says to each request in turn; null cuts the connection, as a process that is killed does. */
let answers: ([number, object] | null)[];
let keys: unknown[];
let server: http.Server;
let client: GatewayClient;
const stop = new AbortController();

beforeEach(async () => {
  keys = [];
  server = http.createServer((request, answer) => {
    request.resume().once('end', () => {
      keys.push(request.headers['idempotency-key']);
      const next = answers.shift() ?? null;
      if (next === null) return request.socket.destroy();
      answer.writeHead(next[0], { 'content-type': 'application/json' }).end(JSON.stringify(next[1]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new GatewayClient({ url, key: undefined }, stop.signal);
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

it('waits for a service that is away for a moment', async () => {
  answers = [[503, { title: 'Unavailable' }], null, [200, { days: [{ chat_id: 'a' }] }]];
  expect(await client.lowestDays(5)).toEqual([{ chat_id: 'a' }]);
});

it('sends a file again under the same key when the answer was lost', async () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'powerpulse-client-')), 'chats.json');
  fs.writeFileSync(file, '{}');
  answers = [null, [202, { upload_id: 'u1' }]];
  expect(await client.upload(file)).toBe('u1');
  expect(keys[0]).toEqual(expect.any(String));
  expect(keys[1]).toBe(keys[0]);
  fs.rmSync(path.dirname(file), { recursive: true });
});

it('says what was refused, where and how to mend it', async () => {
  answers = [
    [422, { title: 'Refused', detail: 'The file ends too early', byte_offset: 40, hint: 'Send all of it.' }],
  ];
  await expect(client.metrics()).rejects.toThrow(
    'GET /api/metrics was answered 422: The file ends too early (byte 40) Send all of it.',
  );
});
