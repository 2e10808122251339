import { badInputs, until, type BadInput } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AbusiveInput,
  bytesOfRequest,
  formBytes,
  ITEM,
  openSockets,
  statusOf,
  UPLOAD,
  uploadHead,
} from '../../test/abusive-requests.js';
import { codeOf, problemIn } from '../../test/http-answers.js';
import { startAll, startGateway, type Everything } from '../../test/running-gateway.js';
import { exportOf, uploadRequest } from '../../test/upload-requests.js';

/** Cases that need what this product does not have (yet), or that other tests run. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'HTP-051': 'rate-limits.int.spec.ts',
  'HTP-061': 'archives are not accepted: upload.int.spec.ts',
  'HTP-062': 'archives are not accepted: upload.int.spec.ts',
  'HTP-066': 'progress-events.int.spec.ts',
  'HTP-067': 'the TCP transport is not used',
};

describe('abuse of HTTP', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll({
      HEADERS_TIMEOUT_SECONDS: '1',
      BODY_TIMEOUT_SECONDS: '1',
      MIN_UPLOAD_BYTES_PER_SECOND: '1000',
      UPLOAD_SPEED_SECONDS: '2',
    });
    all.others.analytics.addConversation('chat-1');
  });
  afterAll(() => all.close());

  const receiving = () => all.db.query(`select 1 from uploads where state = 'receiving'`);
  const cases = badInputs('http-abuse').filter(({ id }) => !(id in NOT_HERE));
  const httpOf = (input: BadInput): AbusiveInput => (input.input as { $http: AbusiveInput }).$http;
  const plain = cases.filter((one) => {
    const { multipart, slowloris, slowbody, abort_after_bytes } = httpOf(one);
    return (
      one.id !== 'HTP-064' &&
      [multipart, slowloris, slowbody, abort_after_bytes].every((x) => x === undefined)
    );
  });

  it.each(plain)('$id: $expect.detail', async (one) => {
    const answer = await all.raw(...bytesOfRequest(httpOf(one)));
    expect(one.expect.status, answer.slice(0, 300)).toContain(statusOf(answer));
    if (statusOf(answer) >= 400) {
      expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
      // An answer to HEAD has no body.
      if (httpOf(one).method !== 'HEAD') expect(answer).toContain('urn:powerpulse:problem:');
    }
    expect(await receiving()).toEqual([]);
  });

  it.each(cases.filter((one) => httpOf(one).multipart !== undefined))('$id: $expect.detail', async (one) => {
    const { boundary, parts = [] } = httpOf(one).multipart!;
    const headers = {
      'content-type': boundary === 'missing' ? 'multipart/form-data' : 'multipart/form-data; boundary=b',
    };
    const response = await all.fetch(UPLOAD, { method: 'POST', headers, body: formBytes(parts) });
    expect(one.expect.status).toContain(response.status);
    expect(await receiving()).toEqual([]);
  });

  it.each([
    '/api-docs',
    '/swagger',
    '/metrics',
    '/debug',
    '/.env',
    '/.git/config',
    '/graphql',
    '/_next',
    '/actuator',
  ])('HTP-064: nothing internal at %s', async (path) => {
    const problem = await problemIn(await all.fetch(path));
    expect([problem.status, codeOf(problem)]).toEqual([404, 'not-found']);
  });

  it('HTP-017: closes connections that drip their headers, and serves others meanwhile', async () => {
    const sockets = await openSockets(all.port, 500, 'GET / HTTP/1.1\r\nHost: x\r\n');
    const drip = setInterval(() => {
      for (const socket of sockets) if (socket.writable) socket.write('X');
    }, 500);
    try {
      expect((await all.fetch('/health/live')).status).toBe(200);
      await until(() => sockets.every((socket) => socket.destroyed));
    } finally {
      clearInterval(drip);
    }
  });

  it('HTP-018: closes connections that drip their bodies', async () => {
    const head =
      'PUT /api/settings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{';
    const sockets = await openSockets(all.port, 200, head);
    await until(() => sockets.every((socket) => socket.destroyed));
    expect((await all.fetch('/health/live')).status).toBe(200);
  });

  it('HTP-018: gives up uploads that drip', async () => {
    const start = '--b\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\n[';
    const answer = await all.raw(uploadHead(100_000) + start);
    expect(statusOf(answer)).toBe(408);
    await until(async () => (await receiving()).length === 0);
  });

  it('HTP-053: leaves nothing of connections that drop, however many', async () => {
    const body = formBytes([{ name: 'file', filename: 'a', content: exportOf('dropped', 500) }]);
    for (let round = 0; round < 20; round++) {
      const sockets = await openSockets(all.port, 50, uploadHead(body.length) + body.slice(0, 1000));
      for (const socket of sockets) socket.resetAndDestroy();
    }
    // The last of them may not have been looked at yet: who comes behind them is asked to come back until then.
    const after = async () => (await all.fetch(UPLOAD, uploadRequest(exportOf('after', 2)))).status;
    await until(async () => (await after()) === 202);
    await until(async () => (await receiving()).length === 0);
  });

  it('tells a wrong method from a wrong path', async () => {
    const problem = await all.fetch('/api/metrics', { method: 'POST' });
    expect(problem.headers.get('allow')).toBe('GET, HEAD');
    expect(codeOf(await problemIn(problem))).toBe('method-not-allowed');
    const item = await all.fetch(`${ITEM}/daily`, { method: 'DELETE' });
    expect((await problemIn(item)).status).toBe(405);
    expect((await all.fetch('/api/metrics', { method: 'HEAD' })).status).toBe(200);
  });

  it('answers a chat id beyond all measure with 414', async () => {
    const problem = await problemIn(await all.fetch(`/api/conversations/${'x'.repeat(13_000)}`));
    expect([problem.status, codeOf(problem)]).toEqual([414, 'uri-too-long']);
  });

  it('refuses bodies above 1 MiB that are no uploads', async () => {
    const response = await all.fetch('/api/settings', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ time_zone: 'x'.repeat(2 ** 20) }),
    });
    expect(codeOf(await problemIn(response))).toBe('content-too-large');
  });

  it('lets exactly the configured origins read', async () => {
    const open = await startGateway(all, { CORS_ORIGINS: 'https://app.example.org, http://localhost:5173' });
    try {
      const allowed = async (origin: string, method = 'GET') => {
        const headers = { origin, 'access-control-request-method': 'PUT' };
        const response = await open.fetch('/api/settings', { method, headers });
        return response.headers.get('access-control-allow-origin');
      };
      expect(await allowed('https://app.example.org')).toBe('https://app.example.org');
      expect(await allowed('http://localhost:5173', 'OPTIONS')).toBe('http://localhost:5173');
      for (const origin of ['https://evil.example', 'https://app.example.org.evil.example', 'null']) {
        expect(await allowed(origin)).toBeNull();
        expect(await allowed(origin, 'OPTIONS')).toBeNull();
      }
      expect((await problemIn(await open.fetch('/nothing', { method: 'POST' }))).status).toBe(404);
    } finally {
      await open.close();
    }
  });

  it('sends the headers that keep browsers out of trouble, and no origin is allowed by default', async () => {
    const response = await all.fetch('/api/metrics', { headers: { origin: 'https://evil.example' } });
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('x-powered-by')).toBeNull();
  });
});
