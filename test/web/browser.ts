import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';

/** Debian's Chromium; it must not call home from a machine that can't. */
const OPTIONS = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export class RealBrowser {
  private running: Browser | undefined;
  /** One person's: whoever signs in on one page is signed in on all. */
  private person: BrowserContext | undefined;
  private readonly pages: Page[] = [];
  /** What pages complained of on their console, by all tests so far. */
  readonly complaints: string[] = [];

  constructor() {
    beforeAll(async () => {
      this.running = await chromium.launch(OPTIONS);
      this.person = await this.running.newContext();
    }, 60_000);
    // Each page that is open holds a stream, and a browser has six connections to a server.
    afterEach(async () => {
      await Promise.all(this.pages.splice(0).map((page) => page.close()));
    });
    afterAll(() => this.running?.close());
  }

  /** Somebody who is not signed in yet. */
  async someoneElse(): Promise<BrowserContext> {
    if (!this.running) throw new Error('the browser is not up');
    return this.running.newContext();
  }

  async open(url: string, size = { width: 1280, height: 900 }, person = this.person): Promise<Page> {
    if (!person) throw new Error('the browser is not up');
    const page = await person.newPage();
    this.pages.push(page);
    await page.setViewportSize(size);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error') this.complaints.push(line.text());
    });
    await page.goto(url);
    return page;
  }
}
