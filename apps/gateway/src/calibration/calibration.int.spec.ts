import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemIn } from '../../test/http-answers.js';
import { startAll, type Everything } from '../../test/running-gateway.js';
import { calibration } from '../../test/scoring-stand-in.js';

describe('calibration over HTTP', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());

  const get = async (path: string): Promise<unknown> => (await all.fetch(path)).json();
  const post = (body: unknown) =>
    all.fetch('/api/labels', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const label = {
    chat_id: 'c1',
    analysis_date: '2026-01-02',
    rater: 'anna',
    ratings: { predicted_rating: 4, ces: null },
  };

  it('hands labels on to scoring', async () => {
    const answer = await post({ labels: [label] });
    expect([answer.status, await answer.json()]).toEqual([200, { recorded: 1, withdrawn: 0, changed: 1 }]);
    expect(all.others.scoring.asked.at(-1)).toEqual({ organization: 'default', labels: [label] });
    const unknown = await problemIn(await post({ labels: [{ ...label, chat_id: 'nobody' }] }));
    expect(unknown).toMatchObject({ status: 422, errors: [{ path: 'labels.0' }] });
  });

  it.each([
    ['labels', []],
    ['labels.0.ratings.predicted_rating', [{ ...label, ratings: { predicted_rating: 6 } }]],
    ['labels.0.ratings.ces', [{ ...label, ratings: { ces: 0 } }]],
    ['labels.0.ratings.csi', [{ ...label, ratings: { csi: 50, ces: 1 } }]],
    ['labels.0.ratings', [{ ...label, ratings: {} }]],
    ['labels.0.rater', [{ ...label, rater: '' }]],
    ['labels.0.analysis_date', [{ ...label, analysis_date: 'today' }]],
    ['labels.0.chat_id', [{ ...label, chat_id: 'a\0b' }]],
    ['labels.0.version', [{ ...label, version: 1.5 }]],
    ['labels.0.text', [{ ...label, text: 'words' }]],
  ])('refuses a wrong %s and says so', async (path, labels) => {
    const problem = await problemIn(await post({ labels }));
    expect([problem.status, problem.errors?.[0]?.path]).toEqual([400, path]);
  });

  it('shows the agreement of scorers with people', async () => {
    all.others.scoring.calibrations = [calibration];
    expect(await get('/api/calibration?scorer=local%2Flexical%401&metric=ces')).toEqual({
      scorers: [calibration],
    });
    expect(all.others.scoring.asked.at(-1)).toEqual({
      organization: 'default',
      scorer: 'local/lexical@1',
      metrics: ['ces'],
    });
    expect((await problemIn(await all.fetch('/api/calibration?metric=csi'))).errors?.[0]?.path).toBe(
      'metric',
    );
  });

  it('is a badge beside the numbers, and its absence keeps no number back', async () => {
    const { status, reason, metrics } = calibration;
    const badge = { status, reason, n: 60, spearman: metrics[0]?.spearman };
    const here = all.others.scoring.calibrations;
    all.others.scoring.calibrations = 'away';
    expect(await get('/api/metrics')).toMatchObject({ csi: 71.25, scorers: [{ calibration: null }] });
    all.others.scoring.calibrations = here;
    expect(await get('/api/metrics')).toMatchObject({ scorers: [{ calibration: badge }] });
  });
});
