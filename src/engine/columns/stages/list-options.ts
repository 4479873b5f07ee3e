import { spentCode } from '../../index.js';
import { type Option } from './offer-best.js';
import { KINDS } from '../../plan/index.js';
import { costAt, profitAt } from '../rows/offer-money.js';
import { type OfferOptions } from '../rows/people-options.js';
import { type Round } from './round.js';

/** More than every kind of figures. */
const NO_KIND = 255;

/**
 * What each row may get of its options: those that bring more than their floor and are not spent. Where the figures of some
 * say more than those of others (see `KINDS`), only these count, for a gross profit is never weighed against an incremental one.
 */
export function listOptions(round: Round, options: readonly Option[]): readonly OfferOptions[] {
  const { strategy, people } = round;
  const kinds = new Uint8Array(people.rows).fill(NO_KIND);
  const offers = strategy.offers.map(() => noOptions(people.rows));
  const open = options.filter(({ place }) => isOpen(round, place));
  for (const option of open.toSorted((a, b) => a.kind - b.kind)) add(option, kinds, offers[option.place]);
  return offers;
}

function isOpen({ strategy, people: { availability } }: Round, place: number): boolean {
  return availability === undefined || spentCode(availability, strategy.offers[place]?.key ?? '') === null;
}

function noOptions(rows: number): OfferOptions {
  const unknown = (): Float64Array => new Float64Array(rows).fill(Number.NaN);
  return {
    eligible: new Uint8Array(rows),
    conversion: unknown(),
    natural: unknown(),
    cost: unknown(),
    profit: unknown(),
  };
}

function add({ prices, kind, floor, rows }: Option, kinds: Uint8Array, to: OfferOptions | undefined): void {
  if (to === undefined) return;
  const isPriced = kind !== KINDS.unpriced;
  for (const row of rows) {
    const cost = isPriced ? costAt(prices, row) : Number.NaN;
    const profit = isPriced ? profitAt(prices, row, cost) : Number.NaN;
    if (profit <= floor || (kinds[row] ?? NO_KIND) < kind) continue;
    kinds[row] = kind;
    to.eligible[row] = 1;
    to.cost[row] = cost;
    to.profit[row] = profit;
    if (!isPriced) continue;
    to.conversion[row] = prices.conversion?.[row] ?? Number.NaN;
    to.natural[row] = prices.natural?.[row] ?? Number.NaN;
  }
}
