import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

interface Finding {
  id: string;
  impact: string | null;
  nodes: { html: string }[];
}

/** axe-core, told the page's own rules: nothing serious may be wrong. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const findings = await page.evaluate<Finding[]>('axe.run().then((result) => result.violations)');
  return findings
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

export const SIZES = [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
];

/** Nothing serious is wrong, in light on a desk and in dark on a phone, and nothing sticks out of the screen. */
export async function expectFits(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  // The network is never idle: the page listens to what changes.
  await expect.poll(() => page.locator('[aria-label=Loading]').count(), { timeout: 20_000 }).toBe(0);
  // Each screen comes in both: axe takes its time.
  const colorScheme = (page.viewportSize()?.width ?? 0) < 600 ? 'dark' : 'light';
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
  // Labels take their new colours a little at a time.
  const ending = `document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity).length`;
  await expect.poll(() => page.evaluate<number>(ending)).toBe(0);
  expect(await seriousFindings(page), colorScheme).toEqual([]);
  const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate(overflow)).toBe(0);
  // Tables, too: on a phone their rows stand as blocks.
  const sideways = `[...document.querySelectorAll('.stacks')].filter((one) => one.scrollWidth > one.clientWidth).length`;
  if (colorScheme === 'dark') expect(await page.evaluate(sideways)).toBe(0);
}
