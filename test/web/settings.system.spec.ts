import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { RunningStack } from '../system/running-stack.js';
import { expectFits, seriousFindings, SIZES } from './accessibility.js';
import { RealBrowser } from './browser.js';

const SAMPLE = readFileSync(new URL('../../samples/stripe-irc.json', import.meta.url));
const running = new RunningStack();
const browser = new RealBrowser();
const at = (path: string) => new URL(path, running.stack.urls.gateway).href;
const PATIENCE = { timeout: 20_000 };

interface Settings {
  weight_profile: string;
  auto_response_patterns: string[];
}
const settings = () => running.api.get<Settings>('/api/settings');
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).click();

beforeAll(async () => {
  await running.api.upload(SAMPLE);
  const page = await browser.open(await running.signInLink());
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.close();
}, 120_000);

it('makes weights that are 100 % in all, tells what they do before they count, and takes them back', async () => {
  const page = await browser.open(at('/settings/weights'));
  await page.locator('[data-profile=standard]').getByRole('button', { name: 'Copy' }).click();
  await page.getByLabel('Name').fill('solved first');
  await page.getByLabel('Weight of Resolution', { exact: true }).fill('60');
  const weight = (title: string) => page.getByLabel(`Weight of ${title}`, { exact: true }).inputValue();
  const all = await Promise.all(['Resolution', 'Ease', 'Timeliness', 'Interaction'].map(weight));
  expect(all[0]).toBe('60 %');
  expect(all.reduce((sum, text) => sum + Number.parseInt(text, 10), 0)).toBe(100);
  const effect = page.locator('[data-effect]');
  await effect.waitFor();
  const said = Number(await effect.getAttribute('data-effect'));
  await page.getByRole('button', { name: 'Make it' }).click();

  const made = page.locator('[data-profile="solved first"]');
  await made.getByRole('button', { name: 'Use it' }).click();
  await made.getByText('in use').waitFor();
  expect((await settings()).weight_profile).toBe('solved first');
  await expect
    .poll(async () => (await running.api.get<{ csi: number }>('/api/metrics')).csi, { timeout: 60_000 })
    .toBeCloseTo(said, 6);
  await undo(page);
  await page.locator('[data-profile=standard]').getByText('in use').waitFor();
  expect((await settings()).weight_profile).toBe('standard');
});

it('shows what a rule would catch, with the messages, before it is saved', async () => {
  const page = await browser.open(at('/settings/rules'));
  await page.getByLabel('Words of another rule').fill('thanks');
  await page.keyboard.press('Enter');
  const patterns = ['*977#', 'thanks'];
  const { body } = await running.api.send<{
    matched: number;
    patterns: { examples: { chat_id: string; text: string }[] }[];
  }>('POST', '/api/auto-response-rules/dry-run', { patterns });
  expect(body.matched).toBeGreaterThan(50);
  await page.locator(`[data-caught="${body.matched}"]`).waitFor();
  const [example] = body.patterns[1]?.examples ?? [];
  expect(example?.text).toContain('thanks');
  await page.getByText(`“${example?.text ?? ''}”`).waitFor();
  expect((await settings()).auto_response_patterns).toEqual(['*977#']);

  await page.getByRole('button', { name: 'Save these rules' }).click();
  await page.getByText('not saved yet').waitFor({ state: 'detached' });
  expect((await settings()).auto_response_patterns).toEqual(patterns);
  await undo(page);
  await page.locator('[data-rule=thanks]').waitFor({ state: 'detached' });
  expect((await settings()).auto_response_patterns).toEqual(['*977#']);
});

it('tells what another time zone does before it is chosen, and renames the organization', async () => {
  const page = await browser.open(at('/settings'));
  await page.getByRole('combobox', { name: 'Days begin at midnight in' }).fill('Auckl');
  await page.getByRole('option', { name: 'Pacific/Auckland' }).click();
  const tried = await running.api.send<{ changed_days: number }>('POST', '/api/settings/time-zone/dry-run', {
    time_zone: 'Pacific/Auckland',
  });
  await page.getByText('All 230 conversations').waitFor();
  expect(await page.locator('[data-changed-days]').getAttribute('data-changed-days')).toBe(
    String(tried.body.changed_days),
  );
  await page.getByRole('button', { name: 'Keep UTC' }).click();
  await page.getByLabel('Name').fill('Shop of the north');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('has another name').waitFor();
  const name = async () => (await running.api.get<{ name: string }>('/api/organization')).name;
  expect(await name()).toBe('Shop of the north');
  await undo(page);
  await expect.poll(name, PATIENCE).toBe('PowerPulse');
});

it('makes a key that works, shows it once, and revokes it', async () => {
  const page = await browser.open(at('/settings/keys'));
  await page.getByLabel('What is it for?').fill('the CRM');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const key = (await page.locator('[data-secret]').textContent()) ?? '';
  const asked = async () => (await fetch(at('/api/progress'), { headers: { 'x-api-key': key } })).status;
  expect(await asked()).toBe(200);
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.locator('[data-secret]').waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain(key);
  const row = page.locator('[data-key="the CRM"]');
  await row.getByRole('button', { name: 'Revoke' }).click();
  await row.getByRole('button', { name: 'Revoke for good' }).click();
  await row.getByText('revoked').waitFor();
  expect(await asked()).toBe(401);
});

it('adds somebody, who sees what their role may see and changes nothing; then another role, off, gone', async () => {
  const page = await browser.open(at('/settings/members'));
  await page.getByLabel('Name').fill('Kim');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('kim@example.org');
  await page.getByRole('button', { name: 'Add' }).click();
  const link = (await page.locator('[data-secret]').textContent()) ?? '';
  const kims = await browser.open(link, undefined, await browser.someoneElse());
  await kims.getByRole('link', { name: 'Settings' }).click();
  await kims.getByRole('link', { name: 'Weights' }).waitFor();
  expect(await kims.getByRole('link', { name: 'People' }).count()).toBe(0);
  expect(await kims.getByLabel('Name').isDisabled()).toBe(true);
  await kims.close();

  const row = page.locator('[data-member="kim@example.org"]');
  const role = row.getByLabel('Role of Kim');
  await role.click();
  await page.getByRole('option', { name: 'analyst' }).click();
  await page.getByText('Kim is analyst now.').waitFor();
  expect(await role.inputValue()).toBe('analyst');
  await undo(page);
  await expect.poll(() => role.inputValue(), PATIENCE).toBe('viewer');
  await row.getByRole('button', { name: 'Switch off' }).click();
  await row.getByRole('button', { name: 'Remove for good' }).click();
  await row.waitFor({ state: 'detached' });
  // The only owner can not shut everybody out.
  expect(await page.locator('[data-member="owner@powerpulse.local"]').getByRole('button').count()).toBe(0);
});

it('shows what was done and by whom, and that nobody tampered with it', async () => {
  const page = await browser.open(at('/settings/audit'));
  await page.getByRole('cell', { name: 'revoke key', exact: true }).waitFor();
  // Names come with an answer of their own.
  await page.getByRole('cell', { name: 'Local owner' }).nth(5).waitFor();
  await page.getByRole('button', { name: 'Was the log tampered with?' }).click();
  await page.getByText('entries are as they were written').waitFor();
});

it.each(['', '/weights', '/limits', '/rules', '/members', '/keys', '/audit'])(
  'is accessible and fits a phone: /settings%s',
  async (part) => {
    for (const size of SIZES) {
      const page = await browser.open(at(`/settings${part}`), size);
      await expectFits(page);
      await page.close();
    }
  },
);

it('asks who it is once somebody signed out, and lets in whom the server knows', async () => {
  const email = 'kim@example.org';
  const password = 'a passphrase of Kim';
  const { body } = await running.api.send<{ sign_in_link: { path: string } }>('POST', '/api/members', {
    email,
    name: 'Kim',
    role: 'viewer',
  });
  const page = await browser.open(at('/'));
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);

  await page.goto(at(body.sign_in_link.path));
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  expect(new URL(page.url()).hash).toBe('');
  await page.getByRole('button', { name: 'Password', exact: true }).click();
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('E-mail').fill(` ${email.toUpperCase()}`);
  await page.locator('input[type=password]').fill('not this one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('is wrong').waitFor();
  await page.locator('input[type=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  expect(await page.evaluate('document.cookie')).toBe('');
  expect(browser.complaints.splice(0).every((line) => /40[13]/.test(line))).toBe(true);
});

it('left no error on the console', () => {
  expect(browser.complaints).toEqual([]);
});
