import { type FreshDatabase, freshDatabase } from '../decisions/fresh-database.js';
import { type Size, storedPopulation } from '../decisions-stored/population.js';

/** A copy of a stored population, which is kept as it is. */
export async function rollingPeople(serverUrl: string, size: Size, home: string): Promise<FreshDatabase> {
  const stored = new URL(await storedPopulation(serverUrl, size, home));
  return await freshDatabase(serverUrl, stored.pathname.slice(1));
}
