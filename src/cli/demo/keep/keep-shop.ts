import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StrataError } from '#sdk';
import { loadConfig } from '#strata/platform/config';
import { homeOwner } from '#strata/platform/home';
import { closeOnSignal } from '#strata/platform/process';
import { createLogger } from '#strata/platform/telemetry';
import { startServer } from '../../../server.js';
import { printLine, shellWord, startProgress } from '../../output/output.js';
import { loadShop, type ShopToLoad } from './load-shop.js';

/** A shop that stays, and the server that it is served by. */
export interface KeptShop extends ShopToLoad {
  /** Where it is kept. */
  readonly home: string;
  readonly port: number;
}

/** Says that a home holds a whole shop, and which. */
const LOADED = 'shop.json';

/**
 * Loads the shop into its home, unless it lies there already, and serves it until Ctrl-C. It is loaded beside its place and moved
 * there when it is whole: what was interrupted is begun anew.
 *
 * @throws StrataError BAD_HOME where the folder holds something else
 */
export async function keepShop(kept: KeptShop): Promise<void> {
  const { home, port } = kept;
  if (existsSync(join(home, LOADED)))
    printLine(`The shop in ${home} is as it was left; without the folder, it is loaded anew.`);
  else await loadBeside(kept);
  const config = loadConfig({ STRATA_HOME: home, PORT: String(port), STRATA_AUTH: 'off', LOG_LEVEL: 'warn' });
  const log = createLogger(config);
  const { url, close } = await startServer(config, log);
  closeOnSignal(close, log);
  printLine(`\nThe console is at ${url}/`);
  printLine(`Ctrl-C ends it. Its home stays, and opens again with: STRATA_HOME=${shellWord(home)} strata serve`);
}

async function loadBeside({ home, ...shop }: KeptShop): Promise<void> {
  if (existsSync(home)) {
    throw new StrataError('BAD_HOME', `${home} is there already and holds no shop: name a folder that is not there.`);
  }
  const beside = `${home}.loading`;
  const owner = homeOwner(beside);
  if (owner !== undefined) {
    throw new StrataError('HOME_LOCKED', `Process ${String(owner.pid)} is loading a shop into ${home}.`);
  }
  await rm(beside, { recursive: true, force: true });
  await mkdir(beside, { recursive: true });
  const began = performance.now();
  const bar = startProgress('Loading');
  try {
    await loadShop(beside, shop, {
      step: (title) => {
        bar.end();
        printLine(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${title}`);
      },
      update: (share, note) => {
        bar.update(share, note);
      },
    });
  } finally {
    bar.end();
  }
  await writeFile(join(beside, LOADED), `${JSON.stringify(shop)}\n`);
  await rename(beside, home);
}
