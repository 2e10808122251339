import { randomUUID } from 'node:crypto';
import { DayUnscored } from '@powerpulse/contracts';
import { buildEvent, type EventStream, eventStream, until } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFailingService } from '../../test/failing-service.js';
import { problemIn } from '../../test/http-answers.js';
import { type Everything, startAll } from '../../test/running-gateway.js';
import type { DeadLetterDetailDto, DeadLettersDto } from './dead-letters.dto.js';
import type { HealthDto } from './service-health.dto.js';

describe('dead letters over HTTP', () => {
  let all: Everything;
  let service: Awaited<ReturnType<typeof startFailingService>>;
  let stream: EventStream;

  beforeAll(async () => {
    all = await startAll();
    service = await startFailingService(all.database.url, all.nats.url);
    stream = await eventStream(all.nats.url);
  });
  afterAll(async () => {
    await stream.close();
    await service.close();
    await all.close();
  });

  const post = (path: string, body: unknown = {}) =>
    all.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const list = async (query = ''): Promise<DeadLettersDto> =>
    (await (await all.fetch(`/api/dead-letters?${query}`)).json()) as DeadLettersDto;
  const buried = async (reason: string, count: number, organization = 'default') => {
    const events = Array.from({ length: count }, () => buildEvent(DayUnscored, { organization }));
    service.mood.failure = reason;
    const before = (await list()).total;
    await stream.publish(DayUnscored, ...events);
    if (organization === 'default') await until(async () => (await list()).total === before + count);
    else await until(() => stream.drained());
    service.mood.failure = null;
    return events;
  };
  const timesOf = async (ids: string[]) =>
    (await service.effects()).filter((each) => ids.includes(each.event_id)).map(({ times }) => times);

  it('lists them page by page with where and why, of this organization only', async () => {
    const events = await buried('no such day', 3);
    await buried('of somebody else', 1, 'other');
    const first = await list('page_size=2');
    expect(first).toMatchObject({ total: 3, paused_consumers: [] });
    // These do not run here, and the answer says so instead of failing.
    expect(first.unreachable_services.sort()).toEqual(['day-splitting', 'ingestion', 'scoring']);
    expect(first.dead_letters[0]).toMatchObject({
      service: 'analytics',
      consumer: 'analytics--day-unscored',
      event: 'DayUnscored',
      error_class: 'InvalidInput',
      reason: 'no such day',
      attempts: 1,
      status: 'open',
    });
    const second = await list(`page_size=2&cursor=${String(first.next_cursor)}`);
    expect(second.next_cursor).toBeNull();
    const ids = [...first.dead_letters, ...second.dead_letters].map(({ event_id }) => event_id);
    expect(ids.sort()).toEqual(events.map(({ id }) => id).sort());
    const [letter] = first.dead_letters;
    const detail = await all.fetch(`/api/dead-letters/${letter!.dead_letter_id}`);
    const { payload } = (await detail.json()) as DeadLetterDetailDto;
    expect(JSON.parse(payload)).toMatchObject({ id: letter!.event_id });
  });

  it.each([
    ['service=analytics', 3],
    ['service=gateway', 0],
    ['event=DayUnscored', 3],
    ['event=BatchScored', 0],
    ['consumer=analytics--day-unscored&event=BatchScored', 0],
    ['reason=NO%20SUCH', 3],
    ['reason=something%20else', 0],
    ['status=discarded', 0],
  ])('filters by %s', async (query, total) => {
    expect((await list(query)).total).toBe(total);
  });

  it.each(['cursor=nonsense', 'status=lost', 'service=nobody', 'page_size=0'])(
    'refuses %s',
    async (query) => {
      const response = await all.fetch(`/api/dead-letters?${query}`);
      expect((await problemIn(response)).status).toBe(400);
    },
  );

  it('redrives one: twice at once and again has one effect', async () => {
    const [event] = await buried('redrive me', 1);
    const [letter] = (await list('reason=redrive')).dead_letters;
    const redrive = () => post(`/api/dead-letters/${letter!.dead_letter_id}/redrive`);
    const both = await Promise.all([redrive(), redrive()]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await (await redrive()).json()).toMatchObject({ status: 'redriven', service: 'analytics' });
    expect(await timesOf([event!.id])).toEqual([1]);
  });

  it('says that one failed again, and keeps it', async () => {
    await buried('fails twice', 1);
    const [letter] = (await list('reason=fails')).dead_letters;
    service.mood.failure = 'still wrong';
    const problem = await problemIn(await post(`/api/dead-letters/${letter!.dead_letter_id}/redrive`));
    expect(problem).toMatchObject({ status: 409, detail: 'it failed again: InvalidInput: still wrong' });
    service.mood.failure = null;
    const [kept] = (await list('reason=still')).dead_letters;
    expect(kept).toMatchObject({ dead_letter_id: letter!.dead_letter_id, attempts: 2, status: 'open' });
  });

  it('discards with a reason, for good', async () => {
    const [letter] = (await list('reason=still')).dead_letters;
    const path = `/api/dead-letters/${letter!.dead_letter_id}`;
    expect((await problemIn(await post(`${path}/discard`))).status).toBe(400);
    const discarded = await post(`${path}/discard`, { because: 'a test' });
    expect(await discarded.json()).toMatchObject({ status: 'discarded', discarded_because: 'a test' });
    expect((await problemIn(await post(`${path}/redrive`))).status).toBe(409);
    expect((await list('status=discarded')).total).toBe(1);
  });

  it('redrives all that match, and no others', async () => {
    const wanted = await buried('group a', 4);
    await buried('group b', 2);
    const left = (await list()).total - 4;
    const done = await post('/api/dead-letters/redrive', { event: 'DayUnscored', reason: 'group a' });
    expect(await done.json()).toMatchObject({ redriven: 4, failed_again: 0, left: 0 });
    expect((await list()).total).toBe(left);
    expect(await timesOf(wanted.map(({ id }) => id))).toEqual([1, 1, 1, 1]);
    service.mood.failure = 'not yet';
    expect(await (await post('/api/dead-letters/redrive')).json()).toMatchObject({
      redriven: 0,
      failed_again: left,
      left: 0,
    });
    service.mood.failure = null;
    expect(await (await post('/api/dead-letters/redrive')).json()).toMatchObject({ redriven: left });
    // Never those of another organization.
    expect((await service.effects()).length).toBe(1 + 4 + left);
  });

  it('shows a consumer that stopped, and resumes it', async () => {
    const events = Array.from({ length: 25 }, () => buildEvent(DayUnscored));
    service.mood.failure = 'a bad deployment';
    await stream.publish(DayUnscored, ...events);
    await until(async () => (await list()).paused_consumers.length === 1);
    const { paused_consumers } = await list();
    expect(paused_consumers).toMatchObject([
      { service: 'analytics', consumer: 'analytics--day-unscored', error_class: 'InvalidInput' },
    ]);
    expect((await list('reason=a%20bad')).total).toBeLessThan(25);
    service.mood.failure = null;
    const resumed = await post('/api/consumers/analytics--day-unscored/resume');
    expect(await resumed.json()).toEqual({ resumed: true });
    await until(() => stream.drained());
    await post('/api/dead-letters/redrive');
    const times = await timesOf(events.map(({ id }) => id));
    expect(times).toEqual(events.map(() => 1));
    expect((await problemIn(await post('/api/consumers/nobody/resume'))).status).toBe(404);
  });

  it('tells which services answer, since when, and what they depend on', async () => {
    const health = async () => ((await (await all.fetch('/api/health')).json()) as HealthDto).services;
    const services = await health();
    const stateOf = Object.fromEntries(services.map(({ service: name, state }) => [name, state]));
    // Of the others none runs here.
    const away = { ingestion: 'no_answer', 'day-splitting': 'no_answer', scoring: 'no_answer' };
    expect(stateOf).toEqual({ gateway: 'ready', analytics: 'ready', ...away });
    const analytics = services.find(({ service: name }) => name === 'analytics')!;
    expect(analytics.checks.map(({ name, ok }) => [name, ok])).toEqual(
      expect.arrayContaining([
        ['postgres', true],
        ['nats', true],
      ]),
    );
    const sinceOf = (from: typeof services) => from.map(({ since }) => since);
    expect(sinceOf(await health())).toEqual(sinceOf(services));
  });

  it('knows what it does not know', async () => {
    // Services are away that may have it.
    expect((await problemIn(await post(`/api/dead-letters/${randomUUID()}/redrive`))).status).toBe(503);
    expect((await problemIn(await post('/api/dead-letters/nonsense/redrive'))).status).toBe(404);
  });
});
