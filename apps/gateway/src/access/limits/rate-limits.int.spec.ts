import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../../test/http-answers.js';
import { startAll, type Everything } from '../../../test/running-gateway.js';
import type { NewKeyDto } from '../keys/keys.dto.js';
import type { NewOrganizationDto } from '../organizations/organizations.dto.js';

describe('rate limits', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll({ RATE_LIMIT_PER_MINUTE: '60', ORGANIZATION_RATE_LIMIT_PER_MINUTE: '150' });
  });
  afterAll(() => all.close());

  const created = async <T>(path: string, body: object): Promise<T> => {
    const headers = { 'content-type': 'application/json' };
    const response = await all.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as T;
  };
  const ask = (key: string) => all.fetch('/api/settings', { headers: { 'x-api-key': key } });
  const flood = async (key: string, count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, () => ask(key)));
    return { refused: answers.filter(({ status }) => status === 429), all: answers };
  };

  it('HTP-051: hold up a key that asks too often, not the others, and say how much is left', async () => {
    const keys: string[] = [];
    for (let n = 0; n < 3; n++) {
      keys.push((await created<NewKeyDto>('/api/api-keys', { name: 'x', role: 'viewer' })).key);
    }
    const other = await created<NewOrganizationDto>('/api/organizations', {
      organization: 'other',
      name: 'Other',
    });
    const [first = '', second = '', third = ''] = keys;
    const quiet = await ask(second);
    expect(quiet.headers.get('ratelimit-limit')).toBe('60');
    expect(Number(quiet.headers.get('ratelimit-remaining'))).toBe(59);

    const { refused } = await flood(first, 100);
    expect(refused.length).toBeGreaterThan(30);
    const [one] = refused;
    expect(Number(one?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(one?.headers.get('ratelimit-remaining')).toBe('0');
    expect(codeOf(await problemIn(one!))).toBe('too-many-requests');
    expect((await ask(second)).status).toBe(200);

    // Refused requests count for the organization as well: 150 in a minute, whoever sends them.
    await flood(second, 300);
    const late = (await flood(third, 20)).refused;
    expect((await problemIn(late[0]!)).detail).toContain('of this organization');
    expect((await ask(other.owner_key)).status).toBe(200);
  });
});
