import { badInputs, until, type BadInput } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../../test/http-answers.js';
import { OWNER_KEY, startAll, startGateway, type Everything } from '../../../test/running-gateway.js';
import type { KeysDto, NewKeyDto } from './keys.dto.js';

const json = { 'content-type': 'application/json' };

describe('API keys', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());

  const make = async (body: unknown, key = OWNER_KEY): Promise<Response> =>
    all.fetch('/api/api-keys', {
      method: 'POST',
      headers: { ...json, 'x-api-key': key },
      body: JSON.stringify(body),
    });
  const made = async (body: object): Promise<NewKeyDto> => {
    const response = await make({ name: 'a key', ...body });
    expect(response.status).toBe(201);
    return (await response.json()) as NewKeyDto;
  };
  const asks = (key: string, path = '/api/settings') => all.fetch(path, { headers: { 'x-api-key': key } });
  const revoke = (id: string) => all.fetch(`/api/api-keys/${id}`, { method: 'DELETE' });

  it('are shown once, listed without their secret, and kept as a hash', async () => {
    const { key, ...shown } = await made({ name: 'reporting', role: 'viewer', expires_in_days: 90 });
    expect(key).toMatch(/^pp_[\w-]{43}$/);
    expect((await asks(key)).status).toBe(200);
    const { keys, total } = (await (await all.fetch('/api/api-keys')).json()) as KeysDto;
    expect(keys.find(({ key_id }) => key_id === shown.key_id)).toEqual(shown);
    expect(total).toBe(keys.length);
    const rows = JSON.stringify(await all.db.query('select * from api_keys'));
    expect(rows).toContain(shown.prefix);
    expect(rows).not.toContain(key);
    expect(rows).not.toContain(OWNER_KEY);
  });

  it('end at every replica soon after they were revoked, here at once', async () => {
    const other = await startGateway(all);
    try {
      const { key, key_id } = await made({ role: 'viewer' });
      const elsewhere = () => other.fetch('/api/settings', { headers: { 'x-api-key': key } });
      expect((await elsewhere()).status).toBe(200);
      expect((await asks(key)).status).toBe(200);
      expect((await revoke(key_id)).status).toBe(200);
      expect((await asks(key)).status).toBe(401);
      await until(async () => (await elsewhere()).status === 401, { timeoutMs: 5_000 });
      expect((await revoke(key_id)).status).toBe(200);
    } finally {
      await other.close();
    }
  });

  it('do what their role allows, and give away nothing that they lack', async () => {
    const { key } = await made({ role: 'admin' });
    expect((await make({ name: 'x', role: 'analyst' }, key)).status).toBe(201);
    const problem = await problemIn(await make({ name: 'x', role: 'owner' }, key));
    expect([problem.status, codeOf(problem)]).toEqual([403, 'forbidden']);
    const { keys } = (await (await all.fetch('/api/api-keys?page_size=100')).json()) as KeysDto;
    const owners = keys.find(({ created_by }) => created_by === 'OWNER_KEY')!;
    const refused = await all.fetch(`/api/api-keys/${owners.key_id}`, {
      method: 'DELETE',
      headers: { 'x-api-key': key },
    });
    expect(refused.status).toBe(403);
    expect((await revoke('00000000-0000-8000-8000-000000000000')).status).toBe(404);
  });

  it.each([
    [{ name: '', role: 'viewer' }, 'name'],
    [{ name: 'two\nlines', role: 'viewer' }, 'name'],
    [{ name: 'x', role: 'root' }, 'role'],
    [{ name: 'x', role: 'agent' }, 'agent_email'],
    [{ name: 'x', role: 'viewer', agent_email: 'kim@example.org' }, 'agent_email'],
    [{ name: 'x', role: 'viewer', expires_in_days: 0 }, 'expires_in_days'],
    [{ name: 'x', role: 'viewer', organization: 'B', id: 'fixed', createdAt: '1970' }, 'organization'],
  ])('are not made of %j', async (body, path) => {
    const problem = await problemIn(await make(body));
    expect(problem.status).toBe(400);
    expect(problem.errors?.map((error) => error.path)).toContain(path);
  });

  it('a new OWNER_KEY replaces the one before', async () => {
    const next = `pp_${'another-owner-key-'.repeat(3)}`;
    const other = await startGateway(all, { OWNER_KEY: next });
    try {
      await until(async () => (await asks(OWNER_KEY)).status === 401, { timeoutMs: 5_000 });
      expect((await asks(next)).status).toBe(200);
    } finally {
      await other.close();
      await all.db.query(`update api_keys set revoked_at = null where created_by = 'OWNER_KEY'`);
    }
  });

  describe('bad input', () => {
    const headers = badInputs('auth').filter(({ via }) => via === 'auth.header');
    it.each(headers)('$id: $expect.detail', async ({ input, expect: { status } }: BadInput) => {
      const value = (input as string).replaceAll('{{VALID}}', OWNER_KEY);
      // fetch would not send a control byte; the socket does.
      const answer = await all.raw(
        `GET /api/settings HTTP/1.1\r\nHost: x\r\nAuthorization: ${value}\r\n\r\n`,
      );
      expect(status).toContain(Number(answer.slice(9, 12)));
    });

    const keys = badInputs('auth').filter(({ via, id }) => via === 'auth.apikey' && id !== 'AUT-047');
    it.each(keys)('$id: $expect.detail', async ({ input, expect: { status } }: BadInput) => {
      const { api_key, call } = input as { api_key: string; call?: string };
      const lost = await made({ role: 'ingest', name: api_key });
      if (api_key === 'revoked') await revoke(lost.key_id);
      if (api_key === 'expired') {
        await all.db.query(`update api_keys set expires_at = now() - interval '1 s' where key_id = $1`, [
          lost.key_id,
        ]);
      }
      const known: Record<string, string> = {
        revoked: lost.key,
        expired: lost.key,
        'ingest-only key': lost.key,
        'prefix only': lost.prefix,
      };
      const key =
        known[api_key] ??
        api_key
          .replace('{{VALID}}', OWNER_KEY)
          .replace('{{VALID_LOWERCASED}}', OWNER_KEY.replace('owner', 'oWNER'));
      const path = call === undefined ? '/api/settings' : '/api/conversations';
      expect(status).toContain((await asks(key, path)).status);
    });
  });

  it('AUT-047: guesses of one address are held up, right keys are not', async () => {
    const guesses = Array.from({ length: 100 }, (_, n) => asks(`pp_guess${String(n)}`));
    const answers = await Promise.all(guesses);
    const statuses = new Set(answers.map(({ status }) => status));
    expect(statuses).toEqual(new Set([401, 429]));
    const held = answers.find(({ status }) => status === 429)!;
    expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await asks(OWNER_KEY)).status).toBe(200);
  });
});
