import { type SeededRandom } from '#sdk';
import { pick } from '../shop/index.js';

/** By what customers come to the shop. */
const CHANNELS = ['direct', 'search', 'email', 'social', 'display', 'affiliate'] as const;
/** How often, of 100 visits of somebody who is not about to buy. */
const USUAL = [25, 25, 20, 15, 10, 5];
/** As a multiple of that: of who hunts for deals, and in the days before an order. */
const OF_DEAL_HUNTERS = [1, 1, 1.5, 1, 1, 4];
const BEFORE_ORDERS = [1.5, 2, 1, 0.5, 0.3, 1.5];
/** Above this a customer hunts for deals. */
const DEAL_HUNTER = 0.7;

/**
 * By which channel a visit came. Channels cause nothing: who is about to order searches and types the address, who is not
 * is led here by an ad. So they look better or worse than they are, as in life.
 */
export function channelOfVisit(
  { dealProneness, orders }: { readonly dealProneness: number; readonly orders: boolean },
  random: SeededRandom,
): string {
  const shares = SHARES[dealProneness > DEAL_HUNTER ? 1 : 0]?.[orders ? 1 : 0] ?? [];
  return CHANNELS[pick(random, shares)] ?? '';
}

/** Channels that campaigns run in; nobody pays for the others. */
const WITH_CAMPAIGNS: ReadonlySet<string> = new Set(['email', 'social', 'display', 'affiliate']);
const SUNDAY = 0;
const SATURDAY = 6;

/**
 * The campaign that a visit came by, such as `social-weekend`: each paid channel has one for weekends and one for all other days.
 * Undefined of other channels.
 *
 * @param at milliseconds since 1970
 */
export function campaignOfVisit(channel: string, at: number): string | undefined {
  if (!WITH_CAMPAIGNS.has(channel)) return undefined;
  const day = new Date(at).getUTCDay();
  return `${channel}-${day === SUNDAY || day === SATURDAY ? 'weekend' : 'weekly'}`;
}

/** By whether somebody hunts for deals, and whether an order is near. */
const SHARES = [false, true].map((hunts) =>
  [false, true].map((orders) => {
    const weights = USUAL.map(
      (usual, place) =>
        usual * (hunts ? (OF_DEAL_HUNTERS[place] ?? 1) : 1) * (orders ? (BEFORE_ORDERS[place] ?? 1) : 1),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  }),
);
