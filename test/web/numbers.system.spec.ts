import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { RunningStack } from '../system/running-stack.js';
import { expectFits } from './accessibility.js';
import { RealBrowser } from './browser.js';

const SAMPLE = readFileSync(new URL('../../samples/stripe-irc.json', import.meta.url));
const running = new RunningStack();
const browser = new RealBrowser();
const at = (path: string) => new URL(path, running.stack.urls.gateway).href;
const PATIENCE = { timeout: 20_000 };

beforeAll(async () => {
  await running.api.upload(SAMPLE);
  const page = await browser.open(await running.signInLink());
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.close();
}, 120_000);

/** What an attribute says, as soon as it says so. */
const says = (page: Page, attribute: string, value: unknown) =>
  expect
    .poll(() => page.locator(`[${attribute}]`).first().getAttribute(attribute), PATIENCE)
    .toBe(String(value));

interface WhatIf {
  what_if: { csi: number };
  crossing: { falls_below: number; rises_above: number; conversations: { chat_id: string }[] };
}

it('shows what pillars are made of, and leads from a topic to its conversations with the same dates', async () => {
  const range = 'start_date=2019-09-04&end_date=2019-09-18';
  const page = await browser.open(at(`/pillars?${range}`));
  const metrics = await running.api.get<{
    resolution_quality: number;
    micro_metrics: Record<string, { mean: number; n: number }>;
    groups: { groups: { group: string; csi: number }[] };
  }>(`/api/metrics?${range}&group_by=agent`);
  await expect
    .poll(() => page.locator('[data-metric=resolution_quality]').textContent(), PATIENCE)
    .toBe(metrics.resolution_quality.toFixed(1));
  const { mean, n } = metrics.micro_metrics['ces']!;
  await expectFits(page);
  const effort = page.locator('[data-micro=ces]');
  expect(await effort.textContent()).toContain(`${mean.toFixed(1)} of 7`);
  await effort.hover();
  await page.getByText(`From ${String(n)} of`).waitFor();

  await page.getByText('By agent', { exact: true }).click();
  const { group, csi } = metrics.groups.groups[0]!;
  const multiple = page.locator(`[data-group="${group}"]`);
  await says(page, 'data-value', csi);
  await multiple.getByRole('link', { name: group }).click();
  const query = new URLSearchParams({ agent: group, day_status: 'scored' });
  const list = await running.api.get<{ total: number }>(`/api/conversations?${range}&${query.toString()}`);
  await says(page, 'data-total', list.total);
  expect(new URL(page.url()).search).toContain(range);
});

it('tries other weights, names who would cross a line, keeps them, uses them and goes back', async () => {
  const page = await browser.open(at('/pillars'));
  const now = await running.api.get<{ csi: number }>('/api/metrics');
  await page.getByRole('slider', { name: 'Weight of Resolution, percent' }).press('End');
  for (const name of ['Ease', 'Timeliness', 'Interaction'])
    expect(
      await page.getByRole('slider', { name: `Weight of ${name}, percent` }).getAttribute('aria-valuenow'),
    ).toBe('0');
  const weights = { effectiveness: 1, effort: 0, efficiency: 0, empathy: 0 };
  const asked = { weights, line: 60, limit: 10 };
  const { body } = await running.api.send<WhatIf>('POST', '/api/what-if', asked);
  await says(page, 'data-what-if', body.what_if.csi);
  await says(page, 'data-crossing', body.crossing.falls_below + body.crossing.rises_above);
  await page.getByText('As it would be').waitFor();
  const named = page.locator('[data-crossing] a').first();
  expect(await named.textContent()).toBe(body.crossing.conversations[0]?.chat_id);
  expect(await named.getAttribute('href')).toContain('/conversations/');

  await page.getByLabel('Keep these weights').fill('solved only');
  await page.getByRole('button', { name: 'Save profile' }).click();
  await page.getByRole('button', { name: 'Use it for all numbers' }).click();
  const index = async () => (await running.api.get<{ csi: number }>('/api/metrics')).csi;
  await expect.poll(index, PATIENCE).toBeCloseTo(body.what_if.csi, 6);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(index, PATIENCE).toBeCloseTo(now.csi, 6);
});

const chat = (id: string, text: string) => ({
  chat_id: id,
  messages: [
    { text, direction: 'to_company', sent_at: '2019-10-08T10:00:00Z' },
    { text: 'Here you go.', direction: 'to_client', sent_at: '2019-10-08T10:05:00Z', agent_username: 'ann' },
  ],
});
const handIn = (...conversations: object[]) =>
  running.api.send('POST', '/api/conversations', { conversations });
const countOn = async (page: Page) =>
  Number(await page.locator('[data-conversations]').getAttribute('data-conversations'));
const countedByServer = async () =>
  (await running.api.get<{ sample_count: number }>('/api/metrics')).sample_count;

it('shows what happens in two tabs at once, says when it can not, and catches up by itself', async () => {
  const [one, two] = await Promise.all([browser.open(at('/')), browser.open(at('/'))]);
  const before = await countedByServer();
  for (const page of [one, two]) await expect.poll(() => countOn(page), PATIENCE).toBe(before);
  await handIn(chat('live-1', 'My order is late.'));
  for (const page of [one, two]) await expect.poll(() => countOn(page), PATIENCE).toBe(before + 1);

  const list = await browser.open(at('/conversations'));
  await says(list, 'data-total', before + 1);
  const person = one.context();
  await person.setOffline(true);
  await list.getByLabel('Search').fill('refund');
  await list.getByRole('alert').getByText('can not be reached').waitFor();
  expect(await list.locator('[data-total]').count()).toBe(0);
  for (const page of [one, two]) await page.locator('[data-away]').waitFor();
  await handIn(chat('live-2', 'It is broken.'));
  await expect.poll(countedByServer, PATIENCE).toBe(before + 2);
  for (const page of [one, two]) expect(await countOn(page)).toBe(before + 1);
  await person.setOffline(false);
  await says(
    list,
    'data-total',
    (await running.api.get<{ total: number }>('/api/conversations?q=refund')).total,
  );
  for (const page of [one, two]) {
    await page.locator('[data-away]').waitFor({ state: 'detached' });
    await expect.poll(() => countOn(page), PATIENCE).toBe(before + 2);
    await page.close();
  }
  // What the browser says of requests that it could not send.
  const complaints = browser.complaints.splice(0);
  expect(complaints.filter((line) => !line.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
});

it('shows how a file would be read before it is sent, takes corrections, and shows it coming in', async () => {
  const page = await browser.open(at('/uploads'));
  const lines = [
    'ticket_id,body,who,sent_at',
    'odd-1,My parcel is late,in,2019-10-09T10:00:00Z',
    'odd-1,Here it is,out,2019-10-09T10:05:00Z',
  ];
  const buffer = Buffer.from(lines.join('\n'));
  await page.locator('input[type=file]').setInputFiles({ name: 'odd.csv', mimeType: 'text/csv', buffer });
  await page.getByText('no column for: direction').waitFor();
  const send = page.getByRole('button', { name: 'Upload', exact: true });
  expect(await send.isDisabled()).toBe(true);
  await page.getByLabel('direction', { exact: true }).first().click();
  await page.getByRole('option', { name: 'who' }).click();
  await page.getByLabel('The customer is written as').fill('in');
  await page.getByRole('cell', { name: 'customer', exact: true }).waitFor();
  await page.getByText('2 messages in it, read as csv: all of them can be used').waitFor();
  const before = await page.locator('[data-upload]').first().getAttribute('data-upload');
  await send.click();
  // The newest stands first.
  const newest = page.locator('[data-upload]').first();
  await expect.poll(() => newest.getAttribute('data-upload'), PATIENCE).not.toBe(before);
  await expect.poll(() => newest.getAttribute('data-status'), PATIENCE).toBe('completed');
  expect(await running.api.get('/api/conversations/odd-1')).toMatchObject({ message_count: 2, days: 1 });
});

it('takes back an upload that is under way', async () => {
  const page = await browser.open(at('/uploads'));
  const message = (direction: string, minute: string) => ({
    MESSAGE_CONTENT: 'Is it there?',
    DIRECTION: direction,
    SOCIAL_CREATE_TIME: `2019-10-10T10:${minute}:00Z`,
  });
  const file = { 'late-1': [message('to_company', '00'), message('to_client', '05')] };
  const pid = running.stack.pids()['day-splitting'] ?? 0;
  process.kill(pid, 'SIGSTOP');
  try {
    const { body } = await running.api.post(file);
    const card = page.locator(`[data-upload="${body.upload_id}"]`);
    await card.getByRole('button', { name: 'Cancel what is not done' }).click();
    await expect.poll(() => card.getAttribute('data-status'), PATIENCE).toBe('cancelled');
    expect((await running.api.progress(body.upload_id)).status).toBe('cancelled');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
});

it('tells which services are ready, and scores days again that another scorer had judged', async () => {
  const page = await browser.open(at('/uploads'));
  await page.getByRole('link', { name: 'Score days again' }).click();
  await expect.poll(() => page.locator('[data-health=ready]').count(), PATIENCE).toBe(5);
  await running.query('update scoring.scores set scorer_id = gen_random_uuid()');
  const uploads = await browser.open(at('/uploads'));
  const file = uploads.locator('[data-upload]').filter({ hasText: '2 messages kept' }).last();
  await file.getByRole('button', { name: 'Score its days again' }).click();
  await says(uploads, 'data-planned', 1);
  await file.getByRole('button', { name: 'Score 1 day again' }).click();
  await uploads.getByText('1 day is being scored again.').waitFor();
  await says(uploads, 'data-planned', 0);
  await file.getByText('1 day, all judged by').waitFor();
  await page.getByLabel('Days from').fill('2019-10-06');
  await page.getByLabel('to', { exact: true }).fill('2019-10-07');
  const asked = { start_date: '2019-10-06', end_date: '2019-10-07', dry_run: true };
  const plan = await running.api.send<{ days_to_judge: number }>('POST', '/api/backfills', asked);
  const days = plan.body.days_to_judge;
  expect(days).toBeGreaterThan(0);
  await page.getByRole('button', { name: `Score ${days} days again` }).click();
  await page.getByText(`${days} days are being scored again.`).waitFor();
  await says(page, 'data-backfill', 'completed');
  const { body } = await running.api.send<{ days_to_judge: number }>('POST', '/api/backfills', asked);
  expect(body.days_to_judge).toBe(0);
});

it('shows what waits at which stage, builds all numbers anew, shows those, and the previous ones again', async () => {
  const page = await browser.open(at('/operations'));
  await says(page, 'data-open-uploads', 0);
  await expect.poll(() => page.locator('[data-stage]').count(), PATIENCE).toBe(5);
  await page.getByRole('button', { name: 'Build all numbers anew' }).click();
  await says(page, 'data-replay', 'ready');
  await page.getByText('What was built equals what was shown').first().waitFor();
  await page.getByRole('button', { name: 'Show what was built' }).click();
  await says(page, 'data-replay', 'switched');
  await page.getByRole('button', { name: 'Back to the previous numbers' }).click();
  await says(page, 'data-replay', 'reverted');
});

it('offers a viewer numbers, but neither what if nor operations', async () => {
  const { body } = await running.api.send<{ sign_in_link: { path: string } }>('POST', '/api/members', {
    email: 'vi@example.org',
    name: 'Vi',
    role: 'viewer',
  });
  const viewer = await browser.someoneElse();
  const page = await browser.open(at(body.sign_in_link.path), undefined, viewer);
  await page.getByRole('link', { name: 'Pillars' }).click();
  await page.locator('[data-metric=customer_ease]').waitFor();
  await page.setViewportSize({ width: 360, height: 740 });
  await expectFits(page);
  expect(await page.getByRole('region', { name: 'What if' }).count()).toBe(0);
  await page.setViewportSize({ width: 1280, height: 900 });
  for (const name of ['Operations', 'Uploads'])
    expect(await page.getByRole('link', { name }).count()).toBe(0);
  await viewer.close();
});

it('left no error on the console, the content security policy included', () => {
  expect(browser.complaints).toEqual([]);
});
