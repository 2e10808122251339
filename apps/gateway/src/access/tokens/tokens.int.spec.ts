import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { badInputs, type BadInput } from '@powerpulse/testing';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../../test/http-answers.js';
import { startAll, type Everything } from '../../../test/running-gateway.js';

interface Forged {
  alg?: string;
  key?: string;
  claims?: Record<string, string>;
  header?: Record<string, unknown>;
  tamper?: string;
}

const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** An issuer of its own: a key pair, and its public half where the gateway looks for it. */
class Issuer {
  private server: Server | undefined;
  private key: CryptoKey | undefined;
  asked = 0;
  away = false;

  async start(): Promise<string> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    this.key = privateKey;
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] });
    this.server = createServer((_, response) => {
      this.asked += 1;
      response.writeHead(this.away ? 500 : 200, { 'content-type': 'application/json' }).end(keys);
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/jwks.json`;
  }

  stop(): Promise<unknown> {
    return new Promise((resolve) => this.server?.close(resolve));
  }

  token(claims: Record<string, unknown> = {}, header: object = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const usual = {
      sub: 'kim',
      organization: 'default',
      roles: ['something', 'viewer'],
      iat: now,
      exp: now + 300,
    };
    return new SignJWT({ iss: 'https://issuer.example', aud: 'powerpulse', ...usual, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'one', ...header })
      .sign(this.key!);
  }
}

describe('tokens of an OIDC issuer', () => {
  const issuer = new Issuer();
  let all: Everything;
  let url: string;

  beforeAll(async () => {
    url = await issuer.start();
    all = await startAll({
      OIDC_ISSUER: 'https://issuer.example',
      OIDC_AUDIENCE: 'powerpulse',
      OIDC_JWKS_URL: url,
      OIDC_ROLE_CLAIM: 'roles',
    });
  });
  afterAll(async () => {
    await all.close();
    await issuer.stop();
  });

  const asks = (token: string, path = '/api/auth/session') =>
    all.fetch(path, { headers: { authorization: `Bearer ${token}` } });

  it('waits for the keys of an issuer that is away: that is no wrong token', async () => {
    issuer.away = true;
    const problem = await problemIn(await asks(await issuer.token()));
    expect([problem.status, codeOf(problem)]).toEqual([503, 'unavailable']);
    issuer.away = false;
    expect((await asks(await issuer.token())).status).toBe(200);
  });

  it('say who asks, in which organization, with the highest of their roles', async () => {
    const token = await issuer.token({ roles: ['viewer', 'analyst'], email: 'KIM@example.org' });
    expect(await (await asks(token)).json()).toMatchObject({
      organization: 'default',
      role: 'analyst',
      by: 'token',
      email: 'kim@example.org',
    });
    expect((await asks(token, '/api/members')).status).toBe(403);
  });

  it.each([
    [{ organization: 'nowhere' }],
    [{ organization: undefined }],
    [{ organization: ['default'] }],
    [{ roles: ['root'] }],
    [{ roles: undefined }],
    [{ sub: undefined }],
    [{ exp: undefined }],
    [{ iss: 'https://another.example' }],
  ])('let nobody in with %j', async (claims) => {
    expect((await asks(await issuer.token(claims))).status).toBe(401);
  });

  async function forged({ alg, key, claims = {}, header, tamper }: Forged): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const shifted = Object.entries(claims).map(([name, value]) => {
      const [, sign, n, unit] = /^([+-])(\d+)([sh])$/.exec(value) ?? [];
      const shift = Number(n) * (unit === 'h' ? 3_600 : 1) * (sign === '-' ? -1 : 1);
      return [name, n === undefined ? value : now + shift] as const;
    });
    const good = await issuer.token(Object.fromEntries(shifted));
    const [head = '', payload = '', signature = ''] = good.split('.');
    if (alg === 'none') return `${part({ alg })}.${payload}.`;
    if (key !== undefined) {
      const body = new SignJWT(
        JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>,
      );
      return body
        .setProtectedHeader({ alg: alg ?? 'HS256' })
        .sign(new TextEncoder().encode(key.padEnd(32, key)));
    }
    if (header !== undefined) {
      const sound = JSON.parse(Buffer.from(head, 'base64url').toString()) as object;
      return `${part({ ...sound, ...header })}.${payload}.${signature}`;
    }
    if (tamper === undefined) return good;
    const text = Buffer.from(payload, 'base64url').toString();
    const changed = tamper.startsWith('payload')
      ? text.replace('viewer', 'admin')
      : text.replace('{', '{"sub":"root",');
    return `${head}.${part(changed)}.${signature}`;
  }

  it.each(badInputs('auth').filter(({ via }) => via === 'auth.bearer'))(
    '$id: $expect.detail',
    async ({ input, expect: { status } }: BadInput) => {
      const before = issuer.asked;
      const response = await asks(await forged((input as { $jwt: Forged }).$jwt));
      expect(status).toContain(response.status);
      expect((await problemIn(response)).detail).not.toMatch(/signature|claim|algorithm/i);
      expect(issuer.asked - before).toBeLessThanOrEqual(1);
    },
  );
});
