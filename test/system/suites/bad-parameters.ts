import { badInputs } from '@powerpulse/testing';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../api.js';
import type { RunningStack } from '../running-stack.js';

const GOOD = { time_zone: 'UTC', weight_profile: 'standard', auto_response_patterns: ['*977#'] };
const PATHS = ['/api/metrics', '/api/metrics/daily', '/api/charts/csi-trend', '/api/conversations'];

/** Numbers, dates and settings that nobody should send. */
export function badParameterSuite({ api }: RunningStack): void {
  const cases = badInputs('numbers-size');

  describe('a bad parameter', () => {
    it.each(cases.filter(({ via }) => via === 'api.query.limit'))(
      '$id: $expect.detail',
      async ({ input, expect: { status } }) => {
        const size = encodeURIComponent(input as string);
        const answer = await api.request<Problem>(`/api/conversations?page_size=${size}`);
        expect(status).toContain(answer.status);
        expect(answer.body).toMatchObject({ status: answer.status, errors: [{ path: 'page_size' }] });
      },
    );

    it.each(cases.filter(({ via }) => via === 'api.query.date_range'))(
      '$id: $expect.detail',
      async ({ input, expect: { status } }) => {
        const [start = '', end = ''] = (input as string).split('..');
        for (const path of PATHS) {
          const answer = await api.request(`${path}?start_date=${start}&end_date=${end}`);
          expect(status, path).toContain(answer.status);
        }
      },
    );

    it.each(cases.filter(({ via }) => via === 'api.settings'))(
      '$id: $expect.detail',
      async ({ input, expect: { status } }) => {
        const before = await api.get('/api/settings');
        const answer = await api.put('/api/settings', { ...GOOD, ...(input as object) });
        expect(status).toContain(answer.status);
        expect(await api.get('/api/settings')).toEqual(before);
      },
    );
  });
}
