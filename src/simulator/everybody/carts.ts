import { seededRandom } from '#sdk';
import { exponential, shopStream, type SimulatedShop } from '../shop/index.js';

/** The last cart of each customer before this morning's mailing. */
export interface LastCarts {
  /** Hours from the cart to the mailing; NaN where none was recorded. */
  readonly hours: Float64Array;
  /** 1 where it was left so lately, and not ordered, that it shows a customer who is ready. */
  readonly left: Uint8Array;
}

/** Hours before a mailing, at least and at most, in which a cart that was left sets the trigger off: `P3D` and `PT1H` ago. */
const WINDOW = [1, 72] as const;
const DAY = 24;
/** Carts older than this many hours are not recorded. */
const RECORDED = 14 * DAY;
/** Carts a day of a customer of mean traits: of those who have a habit of ordering, and of the others. */
const WITH_HABIT = 0.06;
const WITHOUT = 0.02;

/**
 * Draws the last carts. Who needs something fills one, and who hunts for deals fills more of them; a cart of the day of an
 * order came before the order.
 */
export function lastCarts({ hidden, users, seed }: SimulatedShop): LastCarts {
  const random = seededRandom(shopStream(seed, 12));
  const recency = users.facts.find(({ name }) => name === 'daysSinceLastOrder');
  const orderedAt = (user: number): number =>
    recency?.type === 'number' ? DAY * (recency.values[user] ?? Infinity) : Infinity;
  const hours = Float64Array.from({ length: users.rows }, (_, user) => {
    const lean = Math.exp(0.5 * (hidden.need[user] ?? 0) + 0.3 * (hidden.dealProneness[user] ?? 0) - 0.17);
    const aDay = lean * (hidden.gap[user] === Number.POSITIVE_INFINITY ? WITHOUT : WITH_HABIT);
    // In minutes and a half, so that none lies at the very edge of a window.
    const drawn = (0.5 + Math.floor(60 * DAY * exponential(random, 1 / aDay))) / 60;
    const isThatDay = drawn >= orderedAt(user) && drawn < orderedAt(user) + DAY;
    const at = isThatDay ? orderedAt(user) + DAY + 0.5 : drawn;
    return at < RECORDED ? at : Number.NaN;
  });
  const [least, most] = WINDOW;
  const left = Uint8Array.from(hours, (at, user) => Number(at >= least && at <= most && at < orderedAt(user)));
  return { hours, left };
}
