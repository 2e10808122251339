import { GetCalibration, RecordLabels, type Label, type RequestOf } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_SCORER } from '../src/domain/local/index.js';
import { madeDay, madeDays, type MadeDay } from './made-days.js';
import { ScoringStand } from './scoring-stand.js';

const ENDS = [
  'Awful, it is still broken!',
  'It does not work',
  'Okay',
  'Thanks!',
  'Perfect, thank you so much!',
];

let stand: ScoringStand;
let requests: Requests;
/** Of chat i the customer's last words are the more pleased the higher i % 5 is. */
const days = Array.from({ length: 60 }, (_, i) =>
  madeDay({ chat: `chat-${i}`, texts: [`Problem ${i}`, 'Let me look at it', ENDS[i % 5] ?? ''] }),
);
const elsewhere = madeDays(2, { organization: 'other', prefix: 'chat' });

beforeAll(async () => {
  stand = await ScoringStand.open();
  requests = (await stand.start()).get(Requests);
  await stand.announce(...days, ...elsewhere);
  await stand.ended(days.length + elsewhere.length, 60_000);
});
afterAll(() => stand.close());

const label = (day: MadeDay, rater: string, ratings: Label['ratings'], version?: number): Label => ({
  chat_id: day.event.data.chat_id,
  analysis_date: day.event.data.date,
  rater,
  ratings,
  ...(version === undefined ? {} : { version }),
});
const record = (labels: Label[], organization = 'default') =>
  requests.ask(RecordLabels, { organization, labels });
const calibration = async (request: Partial<RequestOf<typeof GetCalibration>> = {}) =>
  (await requests.ask(GetCalibration, { organization: 'default', scorer: null, metrics: null, ...request }))
    .scorers;

describe('labels', () => {
  const [first, second] = [days[0] as MadeDay, days[1] as MadeDay];

  it('keep the last value of a rater, a day and a metric', async () => {
    const labels = [label(first, 'a', { predicted_rating: 2, ces: 6 }), label(second, 'a', { ces: 4 })];
    expect(await record(labels)).toEqual({ recorded: 3, withdrawn: 0, changed: 3 });
    expect(await record(labels)).toEqual({ recorded: 3, withdrawn: 0, changed: 0 });
    expect(await record([label(first, 'a', { ces: 5 })])).toMatchObject({ changed: 1 });
    expect(
      await stand.query('select rater, metric, value from labels where day_id = $1 order by metric', [
        first.event.data.day_id,
      ]),
    ).toEqual([
      { rater: 'a', metric: 'ces', value: 5 },
      { rater: 'a', metric: 'predicted_rating', value: 2 },
    ]);
    const taken = [
      label(first, 'a', { predicted_rating: null, ces: null }),
      label(second, 'a', { ces: null }),
    ];
    expect(await record(taken)).toEqual({ recorded: 0, withdrawn: 3, changed: 3 });
    expect(await calibration()).toEqual([]);
  });

  it('are stored all or none, and say which day is not known', async () => {
    const strange = { ...label(first, 'a', { ces: 1 }), analysis_date: '1999-01-01' };
    const refused = (labels: Label[]) => expect(record(labels)).rejects;
    await refused([label(first, 'a', { ces: 1 }), strange]).toMatchObject({ errors: [{ path: 'labels.1' }] });
    await refused([label(first, 'a', { ces: 1 }, 7)]).toMatchObject({ errors: [{ path: 'labels.0' }] });
    await refused([label(first, 'a', { ces: 1 }), label(first, 'a', { ces: 2 })]).toMatchObject({
      errors: [{ path: 'labels.1' }],
    });
    // Another organization has no such day.
    await expect(record([label(days[9] as MadeDay, 'a', { ces: 1 })], 'other')).rejects.toMatchObject({
      errors: [{ path: 'labels.0' }],
    });
    expect(await stand.query('select 1 from labels')).toEqual([]);
  });
});

describe('calibration', () => {
  it('says how far the scorer agrees with people, once enough of them have rated', async () => {
    const rate = (day: MadeDay, i: number) => [
      label(day, 'a', { predicted_rating: 1 + (i % 5) }),
      label(day, 'b', { predicted_rating: Math.min(5, 1 + (i % 5) + (i % 2)) }),
    ];
    await record(days.slice(0, 20).flatMap(rate));
    const few = await calibration();
    expect(few).toMatchObject([
      { scorer: LOCAL_SCORER, status: 'not_calibrated', metrics: [{ metric: 'predicted_rating', n: 20 }] },
    ]);
    await record(days.flatMap(rate));
    await record([label(elsewhere[0] as MadeDay, 'a', { predicted_rating: 1 })], 'other');
    const [scorer, ...others] = await calibration();
    expect(others).toEqual([]);
    expect(scorer).toMatchObject({ scorer: LOCAL_SCORER, status: 'calibrated' });
    expect(scorer?.metrics).toMatchObject([
      { metric: 'predicted_rating', n: 60, raters: 2, human: { n: 60 } },
    ]);
    const { spearman, human } = scorer?.metrics[0] ?? {};
    expect(spearman?.value).toBeGreaterThan(0.8);
    expect(human?.spearman).toBeGreaterThan(0.8);
    expect(await calibration()).toEqual([scorer]);
  });

  it('is of one scorer or metric where only that is asked for', async () => {
    const [day] = days;
    await record([label(day as MadeDay, 'a', { ces: 3 })]);
    const metricsOf = async (request: Parameters<typeof calibration>[0]) =>
      (await calibration(request)).flatMap(({ metrics }) => metrics.map(({ metric }) => metric));
    expect(await metricsOf({})).toEqual(['ces', 'predicted_rating']);
    expect(await metricsOf({ metrics: ['ces'] })).toEqual(['ces']);
    expect(await metricsOf({ scorer: 'nobody/x@1' })).toEqual([]);
  });

  it('compares scores with ratings of the same text only', async () => {
    const changed = madeDay({ chat: 'chat-0', version: 2, texts: ['Problem 0', 'Done', 'Thanks!', 'Bye'] });
    await stand.announce(changed);
    await stand.ended(days.length + elsewhere.length + 1);
    const ces = async () => (await calibration({ metrics: ['ces'] }))[0]?.metrics[0];
    // The rating is of the first version, and so is the score it is compared with.
    const before = await ces();
    expect(before?.n).toBe(1);
    await record([label(changed, 'a', { ces: 2 })]);
    const after = await ces();
    expect(after).toMatchObject({ n: 1 });
    expect(after?.bias.value).not.toBeCloseTo((before?.bias.value ?? 0) + 1, 6);
    await record([label(changed, 'a', { ces: 3 }, 1)]);
    expect(await ces()).toEqual(before);
  });
});
