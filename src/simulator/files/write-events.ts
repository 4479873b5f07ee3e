import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type SimulatedShop } from '../shop/index.js';
import { catalogueOf } from '../goods/index.js';
import { type MediaBooks, simulateMedia } from '../media/index.js';
import { writeLines } from './csv.js';
import { shopEvents } from './shop-events.js';
import { shopProfiles } from './shop-profiles.js';
import { userIdOf } from './write.js';

/** Paths of media and sales by week, and of the truth of them. */
interface MediaFiles {
  readonly weeks: string;
  readonly weeksTruth: string;
}

/** Paths of what {@link writeEvents} wrote. */
export interface EventFiles extends MediaFiles {
  readonly profiles: string;
  readonly events: string;
  readonly items: string;
}

/**
 * Writes what the shop would have recorded of each customer, `profiles.csv` and `events.csv`, and what it sells, `items.csv`, in
 * the columns of `strata import`, and its media and sales, `weeks.csv`, for `strata measure mix`, with their truth in
 * `truth-weeks.csv`. About 58 events a customer. Same shop, same bytes.
 */
export async function writeEvents(shop: SimulatedShop, dir: string): Promise<EventFiles> {
  await mkdir(dir, { recursive: true });
  const path = (name: string) => join(dir, name);
  const files = {
    profiles: path('profiles.csv'),
    events: path('events.csv'),
    items: path('items.csv'),
  };
  await writeLines(files.profiles, profileLines(shop));
  await writeLines(files.events, eventLines(shop));
  await writeItems(shop, files.items);
  return { ...files, ...(await writeMedia(shop, dir)) };
}

/** Writes media and sales by week, `weeks.csv` and `truth-weeks.csv`, into a folder that is there. */
export async function writeMedia({ seed }: Pick<SimulatedShop, 'seed'>, dir: string): Promise<MediaFiles> {
  const files = { weeks: join(dir, 'weeks.csv'), weeksTruth: join(dir, 'truth-weeks.csv') };
  const media = simulateMedia(seed);
  await writeLines(files.weeks, weekLines(media));
  await writeLines(files.weeksTruth, truthLines(media));
  return files;
}

/** Writes what the shop sells, in the columns of `strata import items`. */
export async function writeItems({ seed }: Pick<SimulatedShop, 'seed'>, file: string): Promise<void> {
  await writeLines(file, itemLines(seed));
}

function* itemLines(seed: number): Generator<string> {
  yield 'id,title,category,brand,tags,price,margin,stock';
  for (const { id, title, category, brand, tags, price, margin, stock } of catalogueOf(seed).flat()) {
    const list = JSON.stringify(tags).replaceAll('"', '""');
    yield [id, title, category, brand, `"${list}"`, price.toFixed(2), String(margin), String(stock)].join(',');
  }
}

function* weekLines({ channels, weeks }: MediaBooks): Generator<string> {
  yield ['week', 'sales', ...channels, 'competitor', 'event'].join(',');
  for (const { week, sales, spend, competitor, event } of weeks)
    yield [week, sales, ...spend, competitor, event].join(',');
}

function* truthLines({ truth }: MediaBooks): Generator<string> {
  yield 'channel,spent,brought,return,carryOver,half,slope,most';
  for (const { name, spent, brought, carryOver, half, slope, most, ...channel } of truth) {
    yield [name, spent, brought.toFixed(0), channel.return.toFixed(4), carryOver, half, slope, most].join(',');
  }
}

function* profileLines(shop: SimulatedShop): Generator<string> {
  yield 'user_id,city,gender,birthDate,registeredOn,consent.marketing';
  for (const { user, traits, consents } of shopProfiles(shop)) {
    const { city = '', gender = '', birthDate = '', registeredOn } = traits;
    yield [userIdOf(user), city, gender, birthDate, registeredOn, String(consents.marketing)].join(',');
  }
}

function* eventLines(shop: SimulatedShop): Generator<string> {
  yield 'user_id,name,at,properties';
  for (const { user, name, at, properties } of shopEvents(shop)) {
    const json = JSON.stringify(properties).replaceAll('"', '""');
    yield `${userIdOf(user)},${name},${new Date(at).toISOString()},"${json}"`;
  }
}
