import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type SimulatedShop } from '../shop/index.js';
import { writeLines } from './csv.js';
import { shopEvents } from './shop-events.js';
import { shopProfiles } from './shop-profiles.js';
import { userIdOf } from './write.js';

/** Paths of what {@link writeEvents} wrote. */
export interface EventFiles {
  readonly profiles: string;
  readonly events: string;
}

/**
 * Writes what the shop would have recorded of each customer: `profiles.csv` and `events.csv`, in the columns of
 * `strata import`. About 55 events a customer. Same shop, same bytes.
 */
export async function writeEvents(shop: SimulatedShop, dir: string): Promise<EventFiles> {
  await mkdir(dir, { recursive: true });
  const files = { profiles: join(dir, 'profiles.csv'), events: join(dir, 'events.csv') };
  await writeLines(files.profiles, profileLines(shop));
  await writeLines(files.events, eventLines(shop));
  return files;
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
