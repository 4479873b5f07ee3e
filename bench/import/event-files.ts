import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { seededRandom } from '#sdk';

/** An event as a line of NDJSON. */
interface Event {
  readonly user_id: string;
  readonly message_id: string;
  readonly name: string;
  readonly at: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const END = Date.parse('2026-11-01T00:00:00Z');
const YEAR_MS = 365 * 86_400_000;

/** Events of random users in the year before November 2026; the same seed gives the same. */
export function randomEvents(count: number, { users, seed }: { users: number; seed: number }): Event[] {
  const random = seededRandom(seed);
  const below = (most: number) => random.integer(most);
  return Array.from({ length: count }, (_, index) => ({
    user_id: userId(below(users)),
    message_id: `m-${String(seed)}-${String(index)}`,
    at: new Date(END - below(YEAR_MS)).toISOString(),
    ...somethingDone(below),
  }));
}

/** The id of a user by number, from 0. */
export function userId(index: number): string {
  return `u-${String(index)}`;
}

function somethingDone(below: (most: number) => number): Pick<Event, 'name' | 'properties'> {
  const sku = `sku-${String(below(500))}`;
  switch (below(4)) {
    case 0:
      return { name: 'order_placed', properties: { amount: below(20_000) / 100, coupon: below(4) === 0, sku } };
    case 1:
      return { name: 'coupon_viewed', properties: { sku } };
    case 2:
      return { name: 'cart_updated', properties: { items: 1 + below(5), sku } };
    default:
      return { name: 'page_viewed', properties: { path: `/p/${sku}`, referrer: 'newsletter' } };
  }
}

/** The same in another order. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  return seededRandom(seed).shuffle([...items]);
}

/** Writes one event a line. */
export async function writeNdjson(file: string, events: readonly Event[]): Promise<void> {
  const out = createWriteStream(file);
  for (let start = 0; start < events.length; start += LINES) {
    const lines = events.slice(start, start + LINES).map((event) => `${JSON.stringify(event)}\n`);
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

const LINES = 5000;
