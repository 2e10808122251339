import { until } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAll, startGateway, type Everything } from '../../../test/running-gateway.js';
import type { NewKeyDto } from '../keys/keys.dto.js';
import type { AuditDto, AuditEntryDto, AuditVerificationDto } from './audit.dto.js';

const json = { 'content-type': 'application/json' };
const SETTINGS = { time_zone: 'UTC', weight_profile: 'standard', auto_response_patterns: ['*977#'] };

describe('the audit log', () => {
  let all: Everything;
  let viewer: NewKeyDto;

  beforeAll(async () => {
    all = await startAll();
    viewer = (await (await send('POST', '/api/api-keys', { name: 'x', role: 'viewer' })).json()) as NewKeyDto;
  });
  afterAll(() => all.close());

  const send = (method: string, path: string, body: unknown, headers = {}) =>
    all.fetch(path, { method, headers: { ...json, ...headers }, body: JSON.stringify(body) });
  const page = async (query = ''): Promise<AuditDto> =>
    (await (await all.fetch(`/api/audit${query}`)).json()) as AuditDto;
  const latest = async (action: string): Promise<AuditEntryDto | undefined> =>
    (await page('?page_size=100')).entries.find((entry) => entry.action === action);
  const waitingForLocks = async (): Promise<number> =>
    (
      await all.db.query(
        "select from pg_stat_activity where wait_event = 'advisory' and datname = current_database()",
      )
    ).length;
  const verified = async (): Promise<AuditVerificationDto> =>
    (await (await all.fetch('/api/audit/verify')).json()) as AuditVerificationDto;

  it('has every change, failed ones and refusals too, and who asked; never what was sent', async () => {
    const changed = await send('PUT', '/api/settings', SETTINGS);
    expect(await latest('changeSettings')).toMatchObject({
      caller: expect.stringMatching(/^key:/) as unknown,
      role: 'owner',
      status: 200,
      target: null,
      request_id: changed.headers.get('x-request-id'),
    });
    await send('PUT', '/api/settings', { ...SETTINGS, settings_version: 99 });
    expect(await latest('changeSettings')).toMatchObject({ status: 409 });
    await all.fetch(`/api/api-keys/${viewer.key_id}`, {
      method: 'DELETE',
      headers: { 'x-api-key': viewer.key },
    });
    expect(await latest('denied')).toMatchObject({
      caller: `key:${viewer.key_id}`,
      role: 'viewer',
      target: viewer.key_id,
      status: 403,
    });
    await all.fetch('/api/download?export_type=daily');
    expect(await latest('download')).toMatchObject({ status: 200 });
    const member = { email: 'canary@example.test', name: 'Canary', role: 'viewer' };
    await send('POST', '/api/members', member);
    const login = { email: member.email, password: 'not this one' };
    await send('POST', '/api/auth/login', login, { cookie: 'none' });
    expect(await latest('login')).toMatchObject({ caller: 'unknown', status: 401 });
    expect(JSON.stringify(await all.db.query('select * from audit_log'))).not.toMatch(
      /canary|\*977|not this one/i,
    );
  });

  it('is read page by page, newest first, without gaps', async () => {
    const seen: number[] = [];
    for (let cursor: number | null = 0; cursor !== null;) {
      const { entries, next_cursor }: AuditDto = await page(
        `?page_size=3${cursor === 0 ? '' : `&cursor=${String(cursor)}`}`,
      );
      seen.push(...entries.map(({ sequence }) => sequence));
      cursor = next_cursor;
    }
    const [newest = 0] = seen;
    expect(seen).toEqual(Array.from({ length: newest }, (_, n) => newest - n));
  });

  it('holds together under replicas that write at the same time', async () => {
    const other = await startGateway(all);
    try {
      const writes = Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? all : other).fetch('/api/settings', {
          method: 'PUT',
          headers: json,
          body: JSON.stringify(SETTINGS),
        }),
      );
      await Promise.all(writes);
      expect(await verified()).toMatchObject({ intact: true, broken_at: null });
    } finally {
      await other.close();
    }
  });

  it('that is held up holds up nobody who reads, however many refusals wait for it', async () => {
    let refused: Promise<Response>[] = [];
    await all.db.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('audit:default', 0))`);
      refused = Array.from({ length: 20 }, () => send('POST', '/api/upload-json', {}));
      await until(async () => (await waitingForLocks()) > 0);
      expect((await all.fetch('/api/settings')).status).toBe(200);
      expect(await waitingForLocks()).toBe(1);
    });
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual(Array(20).fill(415));
    expect(await verified()).toMatchObject({ intact: true });
  });

  it('can not be changed, and shows where somebody did it all the same', async () => {
    for (const change of [
      'update audit_log set status = 200',
      'delete from audit_log',
      'truncate audit_log',
    ]) {
      await expect(all.db.query(change)).rejects.toThrow('append-only');
    }
    const { head } = await verified();
    const tamper = async (sql: string): Promise<AuditVerificationDto> => {
      await all.db.query('alter table audit_log disable trigger append_only');
      await all.db.query('create table kept as select * from audit_log');
      await all.db.query(sql);
      const found = await verified();
      await all.db.query('delete from audit_log');
      await all.db.query('insert into audit_log select * from kept');
      await all.db.query('drop table kept');
      await all.db.query('alter table audit_log enable trigger append_only');
      return found;
    };
    expect(await tamper('update audit_log set status = 201 where sequence = 3')).toMatchObject({
      intact: false,
      entries: 2,
      broken_at: 3,
    });
    expect(await tamper('delete from audit_log where sequence = 2')).toMatchObject({ broken_at: 2 });
    // A cut-off end is a whole chain: whoever kept the head notices.
    const cut = await tamper(`delete from audit_log where sequence >= ${String(head.sequence)}`);
    expect(cut.head.sequence).toBeLessThan(head.sequence);
    expect((await verified()).intact).toBe(true);
  });
});
