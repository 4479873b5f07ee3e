import { cp, rm } from 'node:fs/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Role } from '#strata/platform/http';
import { type GuardedServer, startGuardedServer } from '../e2e/server.js';
import { loadShop, type ShopToLoad } from '../../src/cli/demo/keep/load-shop.js';
import { chromiumPath, LAUNCH } from './browser.js';

/** The shop that the journeys go through: small, and quickly learned. */
const SHOP = {
  users: 2_000,
  seed: 7,
  world: 'persuadables',
  epochs: 2,
  analyses: ['rfm', 'personas', 'lifetime-value', 'channels'],
} as const satisfies ShopToLoad;
/** Long enough for a machine that is busy with other things. */
const PATIENCE_MS = 240_000;

/** How a page is looked at. */
interface PageOptions {
  /** Whose key signs in; a marketer's unless told. Null: nobody has signed in. */
  readonly as?: Role | null;
  /** Pixels; 1280 unless told. */
  readonly width?: number;
  readonly language?: 'en' | 'zh-CN';
}

/** What a journey goes through: one server with a loaded shop, and one browser, for all of them. */
export interface Stage {
  /** The server; only inside of tests and hooks. */
  readonly server: GuardedServer;
  /** Opens a page of the console as a browser of its own shows it. It is closed after the test. */
  page(path?: string, options?: PageOptions): Promise<Page>;
}

/** Sets the stage for the tests of a file. A script that fails, or that the page's policy refuses, fails the test. */
export function setStage(): Stage {
  let server: GuardedServer | undefined;
  let browser: Browser | undefined;
  const opened: BrowserContext[] = [];
  const faults: string[] = [];

  beforeAll(async () => {
    const launch = { executablePath: chromiumPath() ?? '', ...LAUNCH };
    [server, browser] = await Promise.all([startGuardedServer('pglite', {}, fillHome), chromium.launch(launch)]);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((context) => context.close()));
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.dispose();
  });

  return {
    get server() {
      if (server === undefined) throw new Error('the server is there in tests and hooks only');
      return server;
    },
    async page(path = '/', { as = 'marketer', width = 1280, language = 'en' } = {}) {
      if (browser === undefined) throw new Error('the browser is there in tests and hooks only');
      const context = await browser.newContext({
        ...{ baseURL: this.server.url, locale: language, viewport: { width, height: 900 }, reducedMotion: 'reduce' },
      });
      opened.push(context);
      context.setDefaultTimeout(PATIENCE_MS);
      if (as !== null) await signIn(context, this.server.keys[as]);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) faults.push(message.text());
      });
      await page.goto(path);
      return page;
    },
  };
}

/** Loads the shop, or copies the home that CONSOLE_SHOP names: one that `strata demo --keep` has left, while a journey is written. */
async function fillHome(home: string): Promise<void> {
  const { CONSOLE_SHOP: kept } = process.env;
  if (kept === undefined || kept === '') {
    await loadShop(home, SHOP, SILENT);
    return;
  }
  await rm(home, { recursive: true });
  await cp(kept, home, { recursive: true });
}

const SILENT = { step: () => undefined, update: () => undefined };

async function signIn(context: BrowserContext, key: string): Promise<void> {
  const answer = await context.request.post('/v1/session', { data: { key } });
  expect(answer.status()).toBe(200);
}
