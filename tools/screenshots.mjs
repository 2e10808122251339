// The pictures in docs/images, from a product that runs with the sample:
//   npm run demo            prints a link that signs in, once
//   node tools/screenshots.mjs 'http://127.0.0.1:3000/#sign-in=...' [folder] [screen ...]
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { withPalette } from './palette-png.mjs';

const [link, folder = 'docs/images', ...only] = process.argv.slice(2);
if (!link) throw new Error('Usage: node tools/screenshots.mjs SIGN-IN-LINK [FOLDER] [SCREEN ...]');

const SCREENS = [
  { name: 'overview', path: '/' },
  { name: 'pillars', path: '/pillars' },
  { name: 'uploads', path: '/uploads' },
  {
    // What it may cost is told where a model judges: npm run demo -- --scorer stub
    name: 'uploads-preview',
    path: '/uploads',
    before: async (page) => {
      await page.locator('input[type=file]').setInputFiles('samples/stripe-irc.json');
      await page.getByText('all of them can be used').waitFor();
    },
  },
  { name: 'conversations', path: '/conversations?sort=csi&order=asc' },
  {
    name: 'conversation',
    path: '/conversations/irc-stripe-2-e4941849',
    before: (page) => page.locator('[data-score=avg_response_time]').first().hover(),
  },
  { name: 'operations', path: '/operations' },
  {
    name: 'score-again',
    path: '/operations',
    before: (page) => page.locator('#score-again').scrollIntoViewIfNeeded(),
  },
  { name: 'settings', path: '/settings' },
  { name: 'settings-weights', path: '/settings/weights' },
  { name: 'settings-limits', path: '/settings/limits' },
  {
    name: 'settings-rules',
    path: '/settings/rules',
    before: async (page) => {
      await page.getByLabel('Words of another rule').fill('let me check');
      await page.keyboard.press('Enter');
    },
  },
  { name: 'settings-members', path: '/settings/members' },
  { name: 'settings-keys', path: '/settings/keys' },
  { name: 'settings-audit', path: '/settings/audit' },
];
const LOOKS = [
  { name: 'light', scheme: 'light', size: { width: 1280, height: 900 } },
  { name: 'dark', scheme: 'dark', size: { width: 1280, height: 900 } },
  { name: 'phone', scheme: 'light', size: { width: 360, height: 740 } },
  { name: 'wide', scheme: 'dark', size: { width: 1920, height: 1080 } },
].filter(({ name }) => name !== 'wide' || process.env.WIDE);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await mkdir(folder, { recursive: true });
  for (const screen of SCREENS.filter(({ name }) => only.length === 0 || only.includes(name))) {
    for (const look of LOOKS) {
      await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' });
      await page.setViewportSize(look.size);
      await page.goto(new URL(screen.path, link).href);
      await page.getByRole('heading', { level: 1 }).waitFor();
      // Data have come when nothing is a grey box any more, and charts have drawn when nothing moves.
      await page.waitForFunction(() => document.querySelector('[aria-label=Loading]') === null);
      await screen.before?.(page);
      await page.waitForTimeout(1_000);
      const png = withPalette(await page.screenshot());
      const file = path.join(folder, `${screen.name}-${look.name}.png`);
      await writeFile(file, png);
      console.log(`${file} ${Math.ceil(png.length / 1000)} kB`);
    }
  }
} finally {
  await browser.close();
}
