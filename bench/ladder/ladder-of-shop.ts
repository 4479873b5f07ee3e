import { join } from 'node:path';
import { type ModelDocument, type Segment, type Strategy } from '#strata/engine';
import { PACKAGE_ROOT } from '#strata/platform';
import { type PluginHost } from '#strata/plugin-host';
import { readDocument } from '#strata/rulebook/documents';
import { type ModelRegistry } from '#strata/models/registry';
import { trainModel } from '#strata/models/training';
import { replayLadder } from '#strata/measurement/backtest';
import { mailEverybody } from '#strata/simulator/everybody';
import { simulateShop, type World } from '#strata/simulator/shop';
import { trueOutcome } from '#strata/simulator/story';
import { writeEvents, writeShop } from '#strata/simulator/files';
import { type Estimate } from '#strata/statistics';

/** A level of a shop's ladder beside the truth. */
export interface JudgedLevel {
  readonly level: string;
  readonly natural: JudgedFigure;
  readonly equal: JudgedFigure;
}

/** Money. */
interface JudgedFigure {
  readonly people: number;
  readonly profit: Estimate;
  readonly truth: number;
  readonly holds: boolean;
}

/** The strategy with all four levels, and what it names. */
export interface LadderRules {
  readonly strategy: Strategy;
  readonly models: readonly ModelDocument[];
  readonly segments: readonly Segment[];
}

/** @param epochs instead of those of the shipped models */
export async function readRules(epochs: number | undefined): Promise<LadderRules> {
  const directory = join(PACKAGE_ROOT, 'rules');
  const strategy = join(PACKAGE_ROOT, 'examples', 'strategies', 'win-back-cart.json');
  const model = async (id: string): Promise<ModelDocument> => {
    const document = await readDocument('model', id, { directory });
    return epochs === undefined ? document : { ...document, options: { ...document.options, epochs } };
  };
  return {
    strategy: await readDocument('strategy', strategy, { directory }),
    models: await Promise.all(['natural-conversion', 'coupon-conversion'].map(model)),
    segments: [await readDocument('segment', 'dormant-customers', { directory })],
  };
}

/** The shipped models ask for as many as a shop of 200,000 has. */
const MINIMUM = { positives: 100, negatives: 100 };

/** A shop, and what tells who had set the trigger off: the column of the file, or the events of the people. */
interface LadderShop {
  readonly users: number;
  readonly seed: number;
  readonly world: World;
  readonly folder: string;
  readonly triggeredBy?: 'column' | 'events';
}

/** Trains both models on the past campaigns of a shop, and replays its mailing to everybody. */
export async function ladderOfShop(
  { users, seed, world, folder, triggeredBy = 'column' }: LadderShop,
  { strategy, models, segments }: LadderRules,
  { host, registry }: { host: PluginHost; registry: ModelRegistry },
): Promise<readonly JudgedLevel[]> {
  const shop = simulateShop({ users, seed, world });
  const files = await writeShop(shop, folder);
  const versions = new Map<string, number>();
  for (const document of models) {
    const source = { kind: 'file', file: files.train } as const;
    const { version } = await trainModel({ document, segments, source, host, registry, seed, minimum: MINIMUM });
    versions.set(document.id, version.version);
  }
  const events = triggeredBy === 'events' ? (await writeEvents(shop, folder)).events : undefined;
  const { ladder, audiences } = await replayLadder({
    strategy,
    documents: models,
    segments,
    source: { kind: 'file', file: files.everybody, ...(events === undefined ? {} : { events }) },
    ...(events === undefined ? { trigger: 'cart_left' } : {}),
    versions,
    host,
    registry,
    seed,
  });
  if (ladder.obstacle !== null) throw new Error(`seed ${seed}: ${ladder.obstacle}`);
  const { truth } = mailEverybody(shop);
  const [offer] = strategy.offers;
  const money = { ...offer!, margin: strategy.goal.margin };
  return ladder.levels.map(({ level, natural, equal }, index) => {
    const judged = (size: 'natural' | 'equal', { audience, profit }: typeof natural): JudgedFigure => {
      const taken = audiences[index]![size];
      const { profit: really } = trueOutcome({ truth }, taken.keys(), money, (row) => taken.get(row) ?? 0);
      return { people: audience, profit, truth: really, holds: profit.lower <= really && really <= profit.upper };
    };
    return { level, natural: judged('natural', natural), equal: judged('equal', equal) };
  });
}
