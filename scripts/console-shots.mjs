// Pictures of every page of the console at the widths of a phone, a laptop and a large screen, light and dark, and what axe finds on them:
//   npm run demo -- --keep          # in another terminal
//   npm run console:shots           # [BASE, http://127.0.0.1:3000 unless told] [FOLDER, console-shots unless told]
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { chromium } from 'playwright-core';
import { consolePages } from './console-pages.mjs';

const WIDTHS = [390, 1280, 1920];
const SCHEMES = ['light', 'dark'];
/** A page that nothing is loaded on for so long is whole. */
const QUIET_MS = 700;
/** Colours have come from one scheme to the other in less. */
const TURNED_MS = 300;

const [base = 'http://127.0.0.1:3000', folder = 'console-shots'] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const pages = await consolePages(base).catch((error) => {
  console.error(`No server with the demo's shop at ${base} (npm run demo -- --keep): ${error.message}`);
  process.exit(1);
});
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
let faults = 0;
for (const width of WIDTHS) {
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  let shown = '';
  page.on('pageerror', (error) => tell(shown, String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') tell(shown, message.text());
  });
  for (const path of pages) {
    shown = `${path} at ${width}`;
    await page.goto(path);
    await settled(page);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(TURNED_MS);
      const name = `${path === '/' ? 'home' : path.slice(1).replaceAll('/', '-')}-${width}-${colorScheme}.png`;
      await page.screenshot({ path: join(folder, name), fullPage: true });
      await page.evaluate(axe);
      const { violations } = await page.evaluate('axe.run()');
      for (const { id, nodes } of violations) tell(`${shown}, ${colorScheme}`, `${id}: ${nodes[0].html.slice(0, 200)}`);
    }
  }
  await context.close();
}
await browser.close();
console.log(`${pages.length} pages, ${WIDTHS.length * SCHEMES.length} pictures each, in ${folder}; ${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;

/** Follows what a page shows until it asks for nothing more: streams of progress never end, so that loading is not waited for. */
async function settled(page) {
  let asked = performance.now();
  const note = () => (asked = performance.now());
  page.on('request', note).on('response', note);
  while (performance.now() - asked < QUIET_MS) await page.waitForTimeout(100);
  page.off('request', note).off('response', note);
}

function tell(where, fault) {
  faults++;
  console.log(`${where}: ${fault.slice(0, 300)}`);
}
