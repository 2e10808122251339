import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { removeTexts } from '../../apps/ingestion/src/retention/remove-texts.js';
import { RunningStack } from '../system/running-stack.js';
import { expectFits, seriousFindings, SIZES } from './accessibility.js';
import { RealBrowser } from './browser.js';

const SAMPLE = fileURLToPath(new URL('../../samples/stripe-irc.json', import.meta.url));
const running = new RunningStack();
const browser = new RealBrowser();
const at = (path: string) => new URL(path, running.stack.urls.gateway).href;

beforeAll(async () => {
  const page = await browser.open(await running.signInLink());
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.close();
}, 60_000);

/** The page asks anew every five seconds. */
const PATIENCE = { timeout: 20_000 };

const numbersOf = (page: Page, name: string) =>
  page.evaluate<number[]>(
    `[...document.querySelectorAll('[${name}]')].map((node) => Number(node.getAttribute('${name}')))`,
  );

it('takes a file, shows it coming in, and leads from the index to the sentence behind it', async () => {
  const page = await browser.open(at('/'));
  await page.getByRole('link', { name: 'Upload a chat export' }).click();
  await page.locator('input[type=file]').setInputFiles(SAMPLE);
  await page.getByText('read as json: all of them can be used').waitFor();
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await page.getByText(/^completed/).waitFor({ timeout: 120_000 });
  await page.getByRole('link', { name: 'See the result' }).click();

  const metrics = await running.api.get<{ csi: number; topic_frequency: { topic: string }[] }>(
    '/api/metrics',
  );
  await expect
    .poll(() => page.locator('[data-metric=csi]').textContent(), PATIENCE)
    .toBe(metrics.csi.toFixed(1));

  const topic = metrics.topic_frequency[0]?.topic ?? '';
  await page.getByRole('link', { name: topic.replaceAll('-', ' '), exact: true }).click();
  const list = await running.api.get<{ total: number }>(`/api/conversations?topic=${topic}`);
  await expect
    .poll(() => page.locator('[data-total]').getAttribute('data-total'), PATIENCE)
    .toBe(String(list.total));

  await page.locator('tbody a').first().click();
  const judged = page.locator('[data-score=sentiment_score]').first();
  await judged.hover();
  await page.locator('.quote[data-lit=true]').first().waitFor();
});

it('splits a change into parts that add up to it, and finds conversations by their words', async () => {
  const page = await browser.open(at('/?start_date=2019-09-18&end_date=2019-09-18'));
  await page.locator('[data-split]').waitFor();
  for (const way of ['Pillars', 'Topics', 'Agents']) {
    await page.getByRole('radiogroup', { name: 'Split by' }).getByText(way).click();
    const [parts, delta] = await Promise.all([
      numbersOf(page, 'data-contribution'),
      numbersOf(page, 'data-delta'),
    ]);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.reduce((sum, part) => sum + part)).toBeCloseTo(delta[0] ?? NaN, 6);
  }
  await page.getByRole('radiogroup', { name: 'Compare with' }).getByText('last year').click();
  await page.getByText('0 scored days from 2018-09-18 to 2018-09-18').waitFor();

  await page.getByRole('link', { name: 'Conversations', exact: true }).click();
  await page.getByLabel('Search').fill('refund');
  const found = await running.api.get<{ total: number }>('/api/conversations?q=refund');
  await expect
    .poll(() => page.locator('[data-total]').getAttribute('data-total'), PATIENCE)
    .toBe(String(found.total));
  expect(new URL(page.url()).searchParams.get('q')).toBe('refund');
  await page.getByRole('button', { name: 'Export' }).click();
  const link = await page.getByRole('menuitem', { name: 'Conversations as CSV' }).getAttribute('href');
  expect(link).toContain('q=refund');
});

it.each([
  ['/', /^negative/, 20],
  ['/', /without a score/, 12],
  ['/?start_date=2019-09-06&end_date=2019-09-18', /^Response time/, 20],
  ['/pillars?start_date=2019-09-06&end_date=2019-09-18', /^Customer effort/, 12],
  ['/uploads', /could not be judged$/, 1],
])('leads from each number to as many days, with the same dates: %s, %s', async (path, name, least) => {
  const page = await browser.open(at(path));
  await page.locator('a[data-leads-to-days]').first().waitFor();
  await expect.poll(() => page.locator('[aria-label=Loading]').count(), PATIENCE).toBe(0);
  const link = page.getByRole('link', { name });
  const days = await link.getAttribute('data-leads-to-days');
  const all = await page.evaluate<[string, number][]>(
    `[...document.querySelectorAll('a[data-leads-to-days]')].map((a) => [a.search, +a.dataset.leadsToDays])`,
  );
  expect(all.length).toBeGreaterThan(least);
  for (const [search, said] of all) {
    const list = await running.api.get<{ total_days: number }>(`/api/conversations${search}&page_size=1`);
    expect(list.total_days, search).toBe(said);
    expect(search).toContain(new URL(at(path)).search.slice(1));
  }
  await link.click();
  const shown = page.locator('[data-total-days]');
  await expect.poll(() => shown.getAttribute('data-total-days'), PATIENCE).toBe(days);
  expect(await shown.textContent()).toMatch(/^\d+ days? in \d+ conversations?$/);
});

it('leads from a date of the trend to the conversations of that date', async () => {
  const page = await browser.open(at('/?start_date=2019-09-05&end_date=2019-09-18'));
  const trend = page.getByRole('img', { name: /^Satisfaction index and pillars/ });
  await trend.locator('path').first().waitFor({ state: 'attached' });
  await trend.focus();
  for (const key of ['ArrowLeft', 'ArrowLeft', 'Enter']) await page.keyboard.press(key);
  await page.waitForURL(/conversations\?.*start_date=2019-09-17/);
  await page.goBack();
  await trend.locator('path').first().waitFor({ state: 'attached' });
  const { width, height } = (await trend.boundingBox()) ?? { width: 0, height: 0 };
  // Its last date: the axis ends twelve pixels before the picture does.
  await trend.click({ position: { x: width - 13, y: height / 2 } });
  await page.waitForURL(/conversations\?.*start_date=2019-09-18/);
  const path = '/api/conversations?start_date=2019-09-18&end_date=2019-09-18&day_status=scored';
  const { total_days } = await running.api.get<{ total_days: number }>(path);
  const shown = page.locator('[data-total-days]');
  await expect.poll(() => shown.getAttribute('data-total-days'), PATIENCE).toBe(String(total_days));
});

it('walks through conversations with the keyboard', async () => {
  const page = await browser.open(at('/conversations?sort=csi&order=asc'));
  await page.locator('tbody tr').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const chosen = await page.locator('tr[data-current=true] td:nth-child(2)').textContent();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: chosen ?? '' }).waitFor();
  await page.getByRole('link', { name: '← Conversations' }).click();
  await page.locator('tbody tr').first().waitFor();
  expect(new URL(page.url()).search).toBe('?sort=csi&order=asc');
});

it('shows the columns that somebody chose, also the next time, and tells the keys', async () => {
  const page = await browser.open(at('/conversations'));
  const columns = () => page.locator('thead th').allTextContents();
  await page.locator('tbody tr').first().waitFor();
  expect(await columns()).not.toContain('Tone');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Tone' }).check();
  await page.getByRole('checkbox', { name: 'Customer' }).uncheck();
  await page.reload();
  await page.locator('tbody tr').first().waitFor();
  expect(await columns()).toEqual(expect.arrayContaining(['Index', 'Conversation', 'Tone']));
  expect(await columns()).not.toContain('Customer');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'By keyboard' });
  await help.waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await expect.poll(() => page.evaluate('document.activeElement.type'), PATIENCE).toBe('search');
});

it('draws the pairs behind a response time, and keeps what a person thinks of a day', async () => {
  const chatId = 'irc-stripe-0-a80abfa8';
  const [day] = await running.api.get<{ analysis_date: string; avg_response_time: number }[]>(
    `/api/conversations/${chatId}/daily`,
  );
  const page = await browser.open(at(`/conversations/${chatId}`));
  const scores = page.getByRole('region', { name: `Scores of ${day?.analysis_date ?? ''}` });
  await scores.locator('[data-score=avg_response_time]').hover();
  const lit = page.locator('[data-answer-line][data-lit=true]');
  await lit.first().waitFor({ state: 'attached' });
  const waits = await numbersOf(page, 'data-wait');
  await expect.poll(() => lit.count(), PATIENCE).toBe(waits.length);
  expect(waits.reduce((sum, wait) => sum + wait, 0) / waits.length).toBeCloseTo(
    day?.avg_response_time ?? NaN,
  );

  const rated = () =>
    running.query<{ rater: string; metric: string; value: number }>(
      'select rater, metric, value from scoring.labels order by metric',
    );
  await scores.getByRole('button', { name: 'Rate this day yourself' }).click();
  await page
    .getByRole('radiogroup', { name: 'Was it solved' })
    .first()
    .getByText('9', { exact: true })
    .click();
  await page.getByRole('radiogroup', { name: 'How hard was it' }).getByText('2', { exact: true }).click();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save my rating' }).click();
  await page.getByText('Your rating is kept').waitFor();
  const rater = expect.stringMatching(/^session:/) as unknown;
  expect(await rated()).toEqual([
    { rater, metric: 'ces', value: 2 },
    { rater, metric: 'resolution_achieved', value: 9 },
  ]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(rated, PATIENCE).toEqual([]);
});

it('says what is wrong with a file that is none, and what to do', async () => {
  const page = await browser.open(at('/uploads'));
  const broken = { name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('{"chat": [') };
  await page.locator('input[type=file]').setInputFiles(broken);
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('alert').textContent()).toMatch(/cut off|ends/i);
  browser.complaints.splice(0); // the browser notes a refused request as an error of its own
});

it.each(['/', '/conversations', '/uploads', '/operations'])(
  'is accessible and fits a phone: %s',
  async (path) => {
    for (const size of SIZES) {
      const page = await browser.open(at(path), size);
      await expectFits(page);
      await page.close();
    }
  },
);

it('says of a conversation that its words were removed, where they would stand', async () => {
  const message = { MESSAGE_CONTENT: 'Where is it?', DIRECTION: 'to_company' };
  await running.api.upload({ 'old-1': [{ ...message, SOCIAL_CREATE_TIME: '1994-03-01T10:00:00Z' }] });
  const databaseUrl = running.stack.urls.postgres ?? '';
  await removeTexts({ databaseUrl, months: 30 * 12, dryRun: false });
  const page = await browser.open(at('/conversations/old-1'));
  await page.getByRole('alert').getByText('What was written here is gone').waitFor();
  await page.getByText('Removed: older than messages are kept').waitFor();
  expect(await page.getByText('Where is it?').count()).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
});

it('left no error on the console, the content security policy included', () => {
  expect(browser.complaints).toEqual([]);
});
