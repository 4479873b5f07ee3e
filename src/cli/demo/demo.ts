import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { currencyOf, type Decision, type Strategy } from '#strata/engine';
import { type Ladder, ladderApart } from '#strata/measurement/backtest';
import { PACKAGE_ROOT } from '#strata/platform';
import { loadConfig } from '#strata/platform/config';
import { readDocument } from '#strata/rulebook/documents';
import { startServer } from '../../server.js';
import { mailCoupons } from '#strata/simulator/coupons';
import { replayStory, type Story, type StoryRows } from '#strata/simulator/story';
import { type SimulatedShop, simulateShop, testedRows, type World } from '#strata/simulator/shop';
import { type ShopFiles, writeShop } from '#strata/simulator/files';
import { readSegments, readShop } from '../options/model-options.js';
import { type ProgressLine, startProgress } from '../output/output.js';
import { openWorkspace, type Workspace } from '../workspace/workspace.js';
import { type Example, findExample } from './ask.js';
import { compareCoupons, type CouponComparison } from './coupons/compare-coupons.js';
import { learnCoupons } from './coupons/learn-coupons.js';
import { storyRows } from './story-rows.js';
import { type DemoModel, type ModelChanges, scoreRows, trainModels } from './train-models.js';

/** How the demo is run. */
export interface DemoOptions {
  readonly users: number;
  readonly seed: number;
  readonly world: World;
  /** Share of the dormant customers that gets the coupon. */
  readonly audience: number;
  /** Folder to keep everything in; a temporary one that goes afterwards unless told. */
  readonly home?: string;
  readonly models?: ModelChanges;
}

/** What the demo found. */
export interface DemoResult {
  readonly shop: SimulatedShop;
  readonly strategy: Strategy;
  /** Of the shop in the rules; undefined where amounts stand without one. */
  readonly currency: string | undefined;
  readonly models: readonly DemoModel[];
  readonly chosen: Example;
  readonly leftOut: Example;
  readonly story: Story;
  /** The next step: one of three coupons for each person, or none. */
  readonly coupons: CouponComparison;
  /** What each layer of a strategy with a trigger earns, over all customers. */
  readonly ladder: Ladder;
}

const STRATEGY = 'win-back-coupon';
const MODELS = ['natural-conversion', 'coupon-conversion'];

/**
 * The whole of Strata on one simulated shop: trains both models on half of the customers, decides for two of the others
 * through the running API, and replays the coupon story on them.
 */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const home = options.home === undefined ? await mkdtemp(join(tmpdir(), 'strata-demo-')) : resolve(options.home);
  const bar = startProgress('Demo');
  try {
    return await runIn(home, options, bar);
  } finally {
    bar.end();
    if (options.home === undefined) await rm(home, { recursive: true, force: true });
  }
}

async function runIn(home: string, options: DemoOptions, bar: ProgressLine): Promise<DemoResult> {
  // Whatever the environment says: the demo has its own database and answers on loopback only.
  const config = loadConfig({ STRATA_HOME: home, PORT: '0', STRATA_AUTH: 'off', LOG_LEVEL: 'silent' });
  const strategy = await readDocument('strategy', STRATEGY, { directory: config.rulesDir });
  const currency = currencyOf(await readShop(config.rulesDir));
  bar.update(0, `simulating ${options.users} customers`);
  const shop = simulateShop(options);
  const files = await writeShop(shop, join(home, 'shop'));

  const workspace = openWorkspace(config);
  const learned = await learn(workspace, strategy, shop, files, options, bar).finally(() => workspace.close());
  bar.update(1, 'deciding through the API');
  const server = await startServer(config);
  const examples = await decide(server.url, shop, learned.replay).finally(() => server.close());
  const story = replayStory({ shop, money: moneyOf(strategy), audience: options.audience, ...learned });
  return {
    shop,
    strategy,
    currency,
    models: learned.models,
    ...examples,
    story,
    coupons: learned.coupons,
    ladder: learned.ladder,
  };
}

interface Learned {
  readonly models: readonly DemoModel[];
  readonly validation: StoryRows;
  readonly replay: StoryRows;
  readonly coupons: CouponComparison;
  readonly ladder: Ladder;
}

async function learn(
  workspace: Workspace,
  strategy: Strategy,
  shop: SimulatedShop,
  files: ShopFiles,
  { seed, models: changes = {} }: DemoOptions,
  bar: ProgressLine,
): Promise<Learned> {
  const models = await trainModels(workspace, MODELS, files.train, seed, changes, bar);
  // It computes in a thread of its own, beside all that follows.
  const climbing = climb(workspace, models, files.everybody, seed);
  climbing.catch(() => undefined);
  const score = async (rows: Int32Array): Promise<StoryRows> => {
    const scored = models.map(async (model) => {
      return [model.document.id, await scoreRows(workspace, model, shop, rows)] as const;
    });
    return storyRows(strategy, shop, { rows, scores: new Map(await Promise.all(scored)) });
  };
  bar.update(1, 'scoring the other customers');
  return {
    models,
    validation: await score(testedRows(shop, 'validation', 'all')),
    replay: await score(testedRows(shop, 'replay', 'last')),
    coupons: await personalise(workspace, strategy, shop, models, bar),
    ladder: await climbing,
  };
}

/** Enough for a demo; `strata backtest --ladder` reads all rows and draws a thousand. */
const REPLICATES = 200;
const MOST_ROWS = 50_000;

/** Replays the mailing to everybody through the levels of a strategy with a trigger. */
async function climb(workspace: Workspace, models: readonly DemoModel[], file: string, seed: number): Promise<Ladder> {
  const directory = workspace.config.rulesDir;
  const document = join(PACKAGE_ROOT, 'examples', 'strategies', 'win-back-cart.json');
  return await ladderApart({
    strategy: await readDocument('strategy', document, { directory }),
    documents: models.map((model) => model.document),
    segments: await readSegments(directory),
    source: { kind: 'file', file: await firstRows(file) },
    trigger: 'cart_left',
    host: await workspace.host(),
    registry: await workspace.registry(),
    seed,
    replicates: REPLICATES,
    signal: new AbortController().signal,
  });
}

/** The first rows of the file in one of their own; customers are in no order. */
async function firstRows(file: string): Promise<string> {
  const part = `${file}.part.csv`;
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, 1 + MOST_ROWS);
  await writeFile(part, `${lines.join('\n').trimEnd()}\n`);
  return part;
}

/** Of what a coupon of 10 for everybody would set aside, so much there is to give coupons out. */
const COUPON_BUDGET = 0.25;

/** Learns three coupons from a mailing of their own, and gives them out in several ways. */
async function personalise(
  workspace: Workspace,
  strategy: Strategy,
  shop: SimulatedShop,
  [natural, coupon]: readonly DemoModel[],
  bar: ProgressLine,
): Promise<CouponComparison> {
  if (natural === undefined || coupon === undefined) throw new TypeError('both models are needed');
  bar.update(1, 'learning three coupons');
  const mailing = mailCoupons(shop);
  const rows = testedRows(shop, 'replay', 'last');
  const documents = { natural: natural.document, coupon: coupon.document };
  const scores = await learnCoupons({ host: await workspace.host(), shop, mailing, documents }, rows);
  return compareCoupons({ shop, mailing, strategy, rows, scores, budgetShare: COUPON_BUDGET });
}

/** The examples are high in their lists, and not the extremes at the very top. */
const TYPICAL_FROM = 0.005;
/** The strategy leaves out the top 30 % of natural buyers; the chosen example stands well below. */
const UNLIKELY_BUYERS = 0.65;

/** One user whom both models choose, and one of those who are the likeliest to buy anyway. */
async function decide(
  url: string,
  shop: SimulatedShop,
  replay: StoryRows,
): Promise<Pick<DemoResult, 'chosen' | 'leftOut'>> {
  const naturalOf = (position: number) => replay.natural[position] ?? 0;
  const effectOf = (position: number) => (replay.coupon[position] ?? 0) - naturalOf(position);
  const byNatural = Array.from(replay.rows.keys()).sort((a, b) => naturalOf(b) - naturalOf(a));
  const skipped = Math.round(TYPICAL_FROM * byNatural.length);
  const unlikely = byNatural.slice(Math.round((1 - UNLIKELY_BUYERS) * byNatural.length));
  const byEffect = unlikely.sort((a, b) => effectOf(b) - effectOf(a));
  const rowsFrom = (positions: readonly number[]) =>
    positions.slice(skipped).map((position) => replay.rows[position] ?? 0);
  const isChosen = ({ outcome, selector }: Decision) => outcome === 'offer' && selector === 'model';
  const isLeftOut = ({ reasons }: Decision) => reasons.some(({ code }) => code === 'WOULD_CONVERT_ANYWAY');
  return {
    chosen: await findExample(url, shop, STRATEGY, rowsFrom(byEffect), isChosen),
    leftOut: await findExample(url, shop, STRATEGY, rowsFrom(byNatural), isLeftOut),
  };
}

function moneyOf({ offers: [offer], goal }: Strategy): Parameters<typeof replayStory>[0]['money'] {
  const { faceValue = 0, redemptionRate = 0, contactCost = 0 } = offer ?? {};
  return { margin: goal.margin, faceValue, redemptionRate, contactCost };
}
