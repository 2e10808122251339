/** What a person with a slow machine waits for: the overview in a real Chromium, four times slower than this one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { signInLink } from '../apps/launcher/src/sign-in-link.js';
import { startStack } from '../apps/launcher/src/start-stack.js';
import { untilEnded, upload } from './api.js';
import { generateExport } from './generate.js';
import { multiplyDays } from './multiply-days.js';
import { percentiles } from './percentiles.js';

const SLOWER = 4;
const VISITS = 5;
/** So many are read by the pipeline; the others are copies of theirs. */
const CONVERSATIONS = 2_000;
/** Nothing long ran for so long: whoever clicks is answered. */
const QUIET_MS = 500;

export async function measureDashboard(days: number, seed: number): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'powerpulse-bench-'));
  const file = path.join(folder, 'export.json');
  await generateExport({ file, conversations: CONVERSATIONS, seed });
  const stack = await startStack({ environment: { ...process.env, LOG_LEVEL: 'warn' } });
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });
  try {
    const { gateway: url = '', postgres = '' } = stack.urls;
    const key = stack.ownerKey?.key ?? '';
    await untilEnded({ url, key }, await upload({ url, key }, file));
    const stored = await multiplyDays(postgres, days);
    const session = await signedIn(browser, await signInLink(url, key));
    const visits: Visit[] = [];
    // The first fills the server's caches and is not counted.
    for (let visit = 0; visit <= VISITS; visit++) visits.push(await visitOf(browser, session, url));
    const counted = visits.slice(1);
    const of = (name: keyof Visit) => percentiles(counted.map((visit) => Number(visit[name])));
    return {
      days: stored,
      slower: SLOWER,
      first_contentful_paint_ms: of('paint'),
      numbers_shown_ms: of('numbers'),
      interactive_ms: of('interactive'),
      layout_shift: Math.max(...counted.map(({ shift }) => shift)),
      initial_script_kilobytes: Math.max(...counted.map(({ scriptBytes }) => scriptBytes)) / 1000,
      with_charts_kilobytes: Math.max(...counted.map(({ allScriptBytes }) => allScriptBytes)) / 1000,
      inline_scripts_allowed: Number(
        counted.some(({ policy }) => /script-src[^;]*'unsafe-inline'/.test(policy)),
      ),
    };
  } finally {
    await browser.close();
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

async function signedIn(browser: Browser, link: string): Promise<Session> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await page.locator('[data-metric=csi]').waitFor();
  const session = await context.storageState();
  await context.close();
  return session;
}

interface Visit {
  paint: number;
  numbers: number;
  interactive: number;
  shift: number;
  /** Compressed, of what the numbers need, and of the charts besides. */
  scriptBytes: number;
  allScriptBytes: number;
  policy: string;
}

/** Runs in the page from its first moment on. */
const WATCH = `
  window.seen = { shift: 0, longEnds: 0, numbers: 0 };
  const on = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  on('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
  on('longtask', (entry) => { seen.longEnds = Math.max(seen.longEnds, entry.startTime + entry.duration); });
  new MutationObserver(() => {
    if (!seen.numbers && document.querySelector('[data-metric=csi]')) seen.numbers = performance.now();
  }).observe(document, { childList: true, subtree: true });
`;
const SETTLED = `seen.numbers > 0 && document.querySelector('[role=img] svg') !== null
  && performance.now() - Math.max(seen.longEnds, seen.numbers) > ${String(QUIET_MS)}`;
const READ = `(() => {
  const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'));
  const bytes = (some) => some.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  const [first] = performance.getEntriesByName('first-contentful-paint');
  return {
    paint: first ? first.startTime : NaN,
    numbers: seen.numbers,
    interactive: Math.max(seen.numbers, seen.longEnds),
    shift: seen.shift,
    scriptBytes: bytes(scripts.filter(({ name }) => !/\\/charts?-/.test(name))),
    allScriptBytes: bytes(scripts),
  };
})()`;

/** With an empty cache. */
async function visitOf(browser: Browser, storageState: Session, url: string): Promise<Visit> {
  const context = await browser.newContext({ storageState, viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const response = await page.goto(url);
    // The page's own policy forbids what waitForFunction would do.
    while (!(await page.evaluate<boolean>(SETTLED))) await page.waitForTimeout(200);
    const policy = response?.headers()['content-security-policy'] ?? '';
    return { ...(await page.evaluate<Omit<Visit, 'policy'>>(READ)), policy };
  } finally {
    await context.close();
  }
}
