import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ModelRegistry } from '#strata/models/registry';
import { type Database } from '#strata/platform/database';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { lastCarts } from '#strata/simulator/everybody';
import { DORMANT_AFTER, simulateShop } from '#strata/simulator/shop';
import { type JudgedLevel, type LadderRules, ladderOfShop, readRules } from '../../bench/ladder/ladder-of-shop.js';
import { freshDatabase } from '../support/database.js';

/** What `npm run bench -- ladder` counts over many seeds of a larger shop. */
const SHOP = { users: 20_000, world: 'persuadables' } as const;

let database: Database;
let host: PluginHost;
let rules: LadderRules;
let folder: string;
beforeAll(async () => {
  database = await freshDatabase('pglite');
  host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  rules = await readRules(2);
  folder = await mkdtemp(join(tmpdir(), 'strata-ladder-'));
});
afterAll(async () => {
  await host.close();
  await database.close();
  await rm(folder, { recursive: true });
});

const ladderOf = (seed: number) =>
  ladderOfShop({ ...SHOP, seed, folder, triggeredBy: 'events' }, rules, {
    host,
    registry: new ModelRegistry(database),
  });
const missed = (levels: readonly JudgedLevel[]) =>
  levels.filter(({ natural, equal }) => !natural.holds || !equal.holds).map(({ level }) => level);

it("holds every level's true profit in its interval, and finds in the events of the shop who set the trigger off", async () => {
  const levels = await ladderOf(2);
  expect(levels.map(({ level }) => level)).toEqual(['everybody', 'segment', 'trigger', 'predictive', 'human rule']);
  expect(missed(levels)).toEqual([]);
  const shop = simulateShop({ ...SHOP, seed: 2 });
  const recency = shop.users.facts.find(({ name }) => name === 'daysSinceLastOrder');
  const isDormant = (user: number) => recency?.type === 'number' && recency.values[user]! >= DORMANT_AFTER;
  const ready = lastCarts(shop).left.filter((left, user) => left === 1 && isDormant(user)).length;
  expect(levels.find(({ level }) => level === 'trigger')!.natural.people).toBe(ready);
});
