import { setTimeout as delay } from 'node:timers/promises';
import { basename, dirname, join } from 'node:path';
import { timeZoneOf } from '#strata/engine';
import { declaredItemFacts } from '#strata/items/catalogue';
import { importItems } from '#strata/items/import';
import { loadConfig } from '#strata/platform/config';
import { documentsOrThrow, validateWithPlugins } from '#strata/rulebook/checks';
import { loadDocuments } from '#strata/rulebook/documents';
import { type ShopFiles, writeItems, writeMedia, writeShop } from '#strata/simulator/files';
import { Tastes } from '#strata/simulator/goods';
import { type SimulatedShop, simulateShop, TODAY, type World } from '#strata/simulator/shop';
import { openShop, type OpenShop } from '../../../in-process.js';
import { trainModels } from '../train-models.js';
import { PlayedClock } from './played-clock.js';
import { PLAYED_DAYS, playWeeks } from './play-weeks.js';
import { proveModels } from './prove-models.js';
import { runAnalyses } from './run-analyses.js';
import { addTried, writeRules } from './shop-rules.js';
import { ShopPeople, splitEvents } from './shop-people.js';

/** A shop to load into a home. */
export interface ShopToLoad {
  readonly users: number;
  readonly seed: number;
  readonly world: World;
  /** Passes over the training data; those of the models unless told. */
  readonly epochs?: number;
  /** Which analyses run; all unless told. */
  readonly analyses?: readonly string[];
}

/** Told what is done now, and how far that is. */
export interface LoadingProgress {
  step(title: string): void;
  update(share: number, note: string): void;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BY = 'demo';
const MODELS = ['natural-conversion', 'coupon-conversion'];
const STRATEGY = 'win-back-coupon';
const ANALYSES = ['rfm', 'personas', 'lifetime-value', 'recommendations', 'channels'];
const TRIED = 'a coupon for carts that dormant customers left, and three coupons for those at risk';

/**
 * Fills a home with a simulated shop and what Strata did in it for five weeks: its people and their events until this morning,
 * the rules, two models in use with their evidence, decisions and what came of them, a campaign, and analyses. All of it by what
 * a server does, at the moments at which it would have.
 */
export async function loadShop(home: string, options: ShopToLoad, progress: LoadingProgress): Promise<void> {
  const today = lastMorning(Date.now());
  progress.step(`Simulating ${String(options.users)} customers`);
  const shop = simulateShop(options);
  const files = await writeShop(shop, join(home, 'shop'));
  await writeMedia(shop, join(home, 'shop'));
  const rules = await writeRules(join(home, 'rules'), options);
  const config = loadConfig({ STRATA_HOME: home, RULES_DIR: rules, STRATA_AUTH: 'off', LOG_LEVEL: 'silent' });
  const clock = new PlayedClock(today - PLAYED_DAYS * DAY);
  try {
    const opened = await openShop(config);
    try {
      await fill({ opened, shop, files, clock, today, options, progress });
    } finally {
      await opened.close();
    }
  } finally {
    clock.release();
  }
}

interface Filling {
  readonly opened: OpenShop;
  readonly shop: SimulatedShop;
  readonly files: ShopFiles;
  readonly clock: PlayedClock;
  readonly today: number;
  readonly options: ShopToLoad;
  readonly progress: LoadingProgress;
}

async function fill({ opened, shop, files, clock, today, options, progress }: Filling): Promise<void> {
  const later = today - Date.parse(TODAY);
  const people = await ShopPeople.open(opened.database);
  try {
    progress.step('Storing what is known of them and what they did');
    await people.know(shop, { at: Date.now(), later });
    await takeItems(opened, shop, join(dirname(files.users), 'items.csv'));
    const { before, after } = splitEvents(shop, { later, until: Date.now(), today });
    await people.take(before);
    progress.step('Training two models, and judging them');
    await learn(opened, files, options.seed, progress);
    progress.step('Publishing two more strategies');
    await publishMore(opened);
    progress.step(`Playing the ${String(PLAYED_DAYS)} days before today`);
    const played = (share: number, note: string) => {
      progress.update(share, note);
    };
    await playWeeks({ shop, tastes: new Tastes(shop), opened, people, clock, today, events: after, progress: played });
  } finally {
    await people.close();
  }
  clock.release();
  progress.step('Analysing the customers');
  const told = (id: string) => {
    progress.update(0, id);
  };
  await runAnalyses(opened, options.analyses ?? ANALYSES, { seed: options.seed, by: BY, progress: told });
}

async function takeItems({ database, releases }: OpenShop, shop: SimulatedShop, file: string): Promise<void> {
  await writeItems(shop, file);
  const { documents } = await releases.published();
  const read = { itemFacts: declaredItemFacts(documents), mappings: [], timeZone: timeZoneOf(documents) };
  await importItems({ file, database, ...read, now: Date.now() });
}

async function learn(
  opened: OpenShop,
  { train, validation, replay }: ShopFiles,
  seed: number,
  progress: LoadingProgress,
): Promise<void> {
  const { config, host, registry } = opened;
  const room = { config, host: () => Promise.resolve(host), registry: () => Promise.resolve(registry) };
  const trained = await trainModels(room, MODELS, train, seed, {}, { ...progress, end: () => undefined });
  const proof = {
    folder: dirname(validation),
    validation: basename(validation),
    replay,
    strategy: STRATEGY,
    seed,
    by: BY,
  };
  await proveModels(opened, trained, proof);
}

/** The second release: what the shop tries beside the rules that Strata comes with. */
async function publishMore({ config, host, releases, current }: OpenShop): Promise<void> {
  await addTried(config.rulesDir);
  const documents = documentsOrThrow(await validateWithPlugins(await loadDocuments(config.rulesDir), host));
  const { release } = await releases.push(documents, BY, TRIED);
  while (current.get().hash !== release.hash) await delay(50);
}

/** Midnight, UTC, of the last day whose nine in the morning is over: the shop's own past ends then. */
function lastMorning(now: number): number {
  return Math.floor((now - 9 * HOUR) / DAY) * DAY;
}
