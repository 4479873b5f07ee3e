import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Page } from 'playwright-core';
import { expect } from 'vitest';

/** Where Debian keeps it. */
const DEBIAN = '/usr/bin/chromium';

/** The browser that pages are looked at in; undefined where there is none. */
export function chromiumPath(): string | undefined {
  return [process.env.CHROMIUM, DEBIAN].find((path) => path !== undefined && path !== '' && existsSync(path));
}

/** What a browser is started with: as root, and in containers without much shared memory. */
export const LAUNCH = { args: ['--no-sandbox', '--disable-dev-shm-usage'] };

/** What browsers are asked to show. */
const SCHEMES = ['light', 'dark'] as const;

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Colours are looked at as they will stay, not on their way from one scheme to the other. */
const STILL = `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important; }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}`;

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Fails where axe finds something wrong with the page as it stands, in light or in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  // What still loads has no heading yet.
  await page.locator('h1').first().waitFor({ state: 'attached' });
  // Evaluated by the debugger: the page's own policy, which stays in force, lets no such script in.
  await page.evaluate(await axe);
  await page.evaluate(STILL);
  const found: string[] = [];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
    const { violations } = await page.evaluate<{ readonly violations: readonly Violation[] }>('axe.run()');
    found.push(...violations.map((violation) => `${colorScheme}: ${wordsOf(violation)}`));
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: 'reduce' });
  expect(found).toEqual([]);
}

function wordsOf({ id, help, nodes }: Violation): string {
  const where = nodes.slice(0, 3).map(({ html, failureSummary = '' }) => `${html.slice(0, 200)} ${failureSummary}`);
  return `${id} (${help}), ${String(nodes.length)} times: ${where.join(' | ')}`;
}
