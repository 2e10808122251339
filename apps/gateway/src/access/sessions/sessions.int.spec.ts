import { badInputs, type BadInput } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../../test/http-answers.js';
import { startAll, startGateway, type Everything } from '../../../test/running-gateway.js';
import type { NewMemberDto } from '../members/members.dto.js';

const json = { 'content-type': 'application/json' };
const PASSWORD = 'päss phrase of the admin';

/** Cases that need what this product does not have. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'AUT-037': 'there are no refresh tokens: a session is one secret, kept as a hash',
  'AUT-058': 'no mail is sent: whoever makes a link gets its path, without a host',
};

describe('sessions', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll({ SIGN_INS_PER_MINUTE: '1000' });
  });
  afterAll(() => all.close());

  const send = (path: string, body: unknown, headers: Record<string, string> = {}, method = 'POST') =>
    all.fetch(path, { method, headers: { ...json, ...headers }, body: JSON.stringify(body) });
  const anonymous = { cookie: 'none' };
  const login = (body: unknown) => send('/api/auth/login', body, anonymous);
  const cookieOf = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const origin = () => ({ origin: all.url });
  const asks = (cookie: string, path = '/api/auth/session') => all.fetch(path, { headers: { cookie } });

  async function member(email: string, role = 'admin'): Promise<NewMemberDto> {
    const response = await send('/api/members', { email, name: 'Somebody', role });
    expect(response.status).toBe(201);
    return (await response.json()) as NewMemberDto;
  }
  const signInBy = (token: string) => send('/api/auth/link', { token }, anonymous);
  /** With a password of their own. */
  async function account(email: string, password = PASSWORD, role = 'admin') {
    const made = await member(email, role);
    const cookie = cookieOf(await signInBy(made.sign_in_link.token));
    const set = await send('/api/auth/password', { new_password: password }, { cookie, ...origin() }, 'PUT');
    expect(set.status).toBe(204);
    return { ...made, cookie };
  }

  it('begin with a link that works once, and are only hashes in the database', async () => {
    const { sign_in_link } = await member('once@example.test', 'viewer');
    const response = await signInBy(sign_in_link.token);
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')).toMatch(
      /^powerpulse_session=[\w-]{43}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Strict$/,
    );
    expect(await (await asks(cookieOf(response))).json()).toMatchObject({
      organization: 'default',
      role: 'viewer',
      by: 'session',
      email: 'once@example.test',
      caller: expect.stringMatching(/^session:[0-9a-f-]{36}$/) as unknown,
      max_page_size: 100,
    });
    expect(codeOf(await problemIn(await signInBy(sign_in_link.token)))).toBe('unauthenticated');
    const rows = JSON.stringify(await all.db.query('select * from sessions, sign_in_links'));
    expect(rows).not.toContain(cookieOf(response).split('=')[1]);
  });

  it('take the current password or a link to set a new one, and end the other sessions then', async () => {
    const { cookie } = await account('change@example.test');
    const signedIn = await login({ email: 'change@example.test', password: PASSWORD });
    const other = cookieOf(signedIn);
    const set = (body: object) => send('/api/auth/password', body, { cookie: other, ...origin() }, 'PUT');
    expect((await set({ new_password: 'quite another phrase' })).status).toBe(400);
    expect((await set({ new_password: 'quite another phrase', current_password: 'x' })).status).toBe(400);
    expect((await set({ new_password: 'quite another phrase', current_password: PASSWORD })).status).toBe(
      204,
    );
    expect((await asks(cookie)).status).toBe(401);
    expect((await asks(other)).status).toBe(200);
    expect(
      (await send('/api/auth/password', { new_password: 'quite another phrase' }, {}, 'PUT')).status,
    ).toBe(403);
  });

  it.each([
    ['https://evil.example', 403],
    ['null', 403],
    [undefined, 403],
    ['same', 200],
  ])('change things only from pages of this server: Origin %s', async (from, status) => {
    const { sign_in_link } = await member(`${String(from).replaceAll(/\W/g, '')}@example.test`);
    const cookie = cookieOf(await signInBy(sign_in_link.token));
    const sent: Record<string, string> =
      from === undefined ? {} : { origin: from === 'same' ? all.url : from };
    const headers = { cookie, ...sent };
    const choice = { time_zone: 'UTC', weight_profile: 'standard', auto_response_patterns: ['*977#'] };
    expect((await send('/api/settings', choice, headers, 'PUT')).status).toBe(status);
    expect((await all.fetch('/api/settings', { headers: { ...headers } })).status).toBe(200);
  });

  it('keep an organization its last owner, and let nobody rise above themselves', async () => {
    const owner = await member('owner@example.test', 'owner');
    const admin = await account('admin2@example.test');
    const change = (id: string, body: object, headers = {}) =>
      send(`/api/members/${id}`, { name: 'x', ...body }, headers, 'PUT');
    expect((await change(owner.member_id, { role: 'admin' })).status).toBe(409);
    expect((await change(owner.member_id, { role: 'owner', disabled: true })).status).toBe(409);
    const headers = { cookie: admin.cookie, ...origin() };
    expect((await change(admin.member_id, { role: 'owner' }, headers)).status).toBe(403);
    expect((await change(owner.member_id, { role: 'viewer' }, headers)).status).toBe(403);
    const link = await send(`/api/members/${owner.member_id}/sign-in-link`, {}, headers);
    expect(link.status).toBe(403);
    const removed = await all.fetch(`/api/members/${admin.member_id}`, { method: 'DELETE' });
    expect(removed.status).toBe(204);
    expect((await asks(admin.cookie)).status).toBe(401);
    expect(
      (await send('/api/members', { email: 'OWNER@example.test', name: 'x', role: 'viewer' })).status,
    ).toBe(409);
    expect((await send('/api/members', { email: 'x@example.test', name: 'x', role: 'ingest' })).status).toBe(
      400,
    );
  });

  describe('bad input', () => {
    beforeAll(() => account('admin@example.test'));
    const of = (...vias: string[]) =>
      badInputs('auth').filter(({ via, id }) => vias.includes(via) && !(id in NOT_HERE));

    it.each(of('auth.login').filter(({ input }) => !('attempts' in (input as object))))(
      '$id: $expect.detail',
      async ({ id, input, expect: { status } }: BadInput) => {
        const { email, password } = input as { email: string; password: string };
        const typed =
          { '{{VALID}}': PASSWORD }[password] ?? (id === 'AUT-053' ? PASSWORD.normalize('NFD') : password);
        const response = await login({ email, password: typed });
        expect(status).toContain(response.status);
        if (id === 'AUT-049' || id === 'AUT-053') expect(response.status).toBe(200);
      },
    );

    it('AUT-048: an unknown account and a wrong password get one answer', async () => {
      const answers = await Promise.all(
        ['admin@example.test', 'nobody@example.test'].map(async (email) =>
          problemIn(await login({ email, password: 'x' })),
        ),
      );
      const [known, unknown] = answers.map(({ instance: _, ...rest }) => rest);
      expect(known).toEqual(unknown);
    });

    it('AUT-061: a link signs in its own member, whatever else is sent with it', async () => {
      const { sign_in_link } = await member('invited@example.test', 'viewer');
      const body = { token: sign_in_link.token, email: 'other@example.test' };
      expect((await send('/api/auth/link', body, anonymous)).status).toBe(400);
    });

    it.each(of('auth.password'))(
      '$id: $expect.detail',
      async ({ id, input, expect: { status } }: BadInput) => {
        const made = await member(`${id.toLowerCase()}@example.test`);
        const cookie = cookieOf(await signInBy(made.sign_in_link.token));
        expect(status).toContain(
          (await send('/api/auth/password', input, { cookie, ...origin() }, 'PUT')).status,
        );
      },
    );

    it.each(of('auth.session'))('$id: $expect.detail', async ({ id, expect: { status } }: BadInput) => {
      const made = await member(`${id.toLowerCase()}@example.test`);
      const cookie = cookieOf(await signInBy(made.sign_in_link.token));
      const foreign = await send('/api/auth/logout', {}, { cookie, origin: 'https://evil.example' });
      expect(status).toContain(foreign.status);
      expect((await asks(cookie)).status).toBe(200);
    });

    it.each(of('auth.state'))('$id: $expect.detail', async ({ id, input, expect: { status } }: BadInput) => {
      const { user = '', tenant, logout } = input as Record<string, string | undefined>;
      const { member_id, cookie } = await account(`${id.toLowerCase()}@example.test`);
      const change = { name: 'x', role: user.startsWith('role') ? 'viewer' : 'admin' };
      const suspend = (at: string) =>
        all.db.query(`update organizations set suspended_at = ${at} where organization = 'default'`);
      expect((await asks(cookie, '/api/members')).status).toBe(200);
      if (user !== '') {
        const disabled = user.startsWith('disabled');
        await send(`/api/members/${member_id}`, { ...change, disabled }, {}, 'PUT');
      }
      if (tenant !== undefined) {
        await suspend('now()');
        // The database was changed behind the gateway's back: it may remember for two seconds.
        await expect
          .poll(async () => (await asks(cookie, '/api/members')).status, { timeout: 5_000 })
          .toBe(401);
      }
      if (logout !== undefined) await send('/api/auth/logout', {}, { cookie, ...origin() });
      expect(status).toContain((await asks(cookie, '/api/members')).status);
      if (tenant !== undefined) await suspend('null');
    });
  });

  it('AUT-056, AUT-057: an account takes ten attempts in a quarter of an hour, from wherever', async () => {
    await account('locked@example.test');
    const wrong = { email: 'locked@example.test', password: 'not this one' };
    const replicas = await Promise.all([startGateway(all), startGateway(all)]);
    const attempt = (replica: number, body: object) =>
      replicas[replica % 2]!.fetch('/api/auth/login', {
        method: 'POST',
        headers: { ...json, ...anonymous },
        body: JSON.stringify(body),
      });
    try {
      const statuses: number[] = [];
      for (let turn = 0; turn < 11; turn++) statuses.push((await attempt(turn, wrong)).status);
      expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
      const right = await attempt(0, { ...wrong, password: PASSWORD });
      expect(right.status).toBe(429);
      expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(800);
      await all.db.query(`update login_attempts set since = since - interval '15 minutes'`);
      expect((await attempt(0, { ...wrong, password: PASSWORD })).status).toBe(200);
    } finally {
      await Promise.all(replicas.map((replica) => replica.close()));
    }
  });

  it('count by address: of the sender, or of whom a trusted proxy names', async () => {
    const limit = { SIGN_INS_PER_MINUTE: '1' };
    const replicas = await Promise.all([
      startGateway(all, limit),
      startGateway(all, { ...limit, TRUSTED_PROXIES: '127.0.0.1' }),
    ]);
    const from = async (replica: number, address: string) => {
      const headers = { ...json, ...anonymous, 'x-forwarded-for': address };
      const body = JSON.stringify({ token: 'x' });
      return (await replicas[replica]!.fetch('/api/auth/link', { method: 'POST', headers, body })).status;
    };
    try {
      expect([await from(0, '192.0.2.1'), await from(0, '192.0.2.2')]).toEqual([401, 429]);
      expect([await from(1, '192.0.2.1'), await from(1, '192.0.2.2'), await from(1, '192.0.2.1')]).toEqual([
        401, 401, 429,
      ]);
    } finally {
      await Promise.all(replicas.map((replica) => replica.close()));
    }
  });
});
