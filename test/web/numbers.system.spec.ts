import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { RunningStack } from '../system/running-stack.js';
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
  const effort = page.locator('[data-micro=ces]');
  expect(await effort.textContent()).toContain(`${mean.toFixed(1)} of 7`);
  await effort.hover();
  await page.getByText(`From ${String(n)} of`).waitFor();

  await page.getByText('By agent', { exact: true }).click();
  const { group, csi } = metrics.groups.groups[0]!;
  const multiple = page.locator(`[data-group="${group}"]`);
  await says(page, 'data-value', csi);
  await multiple.getByRole('link', { name: group }).click();
  const query = new URLSearchParams({ agent: group });
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

it('left no error on the console, the content security policy included', () => {
  expect(browser.complaints).toEqual([]);
});
