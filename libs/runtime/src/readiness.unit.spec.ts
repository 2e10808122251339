import { describe, expect, it } from 'vitest';
import { Readiness } from './readiness.js';

const fine = () => Promise.resolve();

describe('readiness', () => {
  it('is what all that is needed says', async () => {
    const readiness = new Readiness();
    readiness.add('postgres', fine);
    expect(await readiness.report()).toMatchObject({ ready: true, checks: { postgres: { ok: true } } });
    readiness.add('nats', () => Promise.reject(new Error('gone')));
    expect(await readiness.report()).toMatchObject({
      ready: false,
      checks: { nats: { ok: false, error: 'gone' } },
    });
  });

  it('tells since when a dependency is as it is', async () => {
    const readiness = new Readiness();
    const nats = { away: false };
    readiness.add('nats', () => (nats.away ? Promise.reject(new Error('gone')) : fine()));
    const since = async () => (await readiness.report()).checks['nats']?.since ?? '';
    const first = await since();
    while (new Date().toISOString() === first) await fine();
    expect(await since()).toBe(first);
    nats.away = true;
    const away = await since();
    expect(away > first).toBe(true);
    expect(await since()).toBe(away);
  });

  it('reports what is not needed without minding it', async () => {
    const readiness = new Readiness();
    readiness.add('nats', () => Promise.reject(new Error('gone')), { needed: false });
    expect(await readiness.report()).toMatchObject({ ready: true, checks: { nats: { ok: false } } });
  });

  it('does not wait for a dependency that hangs', async () => {
    const readiness = new Readiness();
    readiness.add('postgres', () => new Promise(() => undefined));
    expect(await readiness.report(20)).toMatchObject({
      ready: false,
      checks: { postgres: { error: 'no answer within 20 ms' } },
    });
  });

  it('ends with the service', async () => {
    const readiness = new Readiness();
    readiness.add('postgres', fine);
    readiness.stop();
    expect(await readiness.report()).toMatchObject({ ready: false });
  });
});
