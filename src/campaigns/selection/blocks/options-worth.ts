import { campaignAim } from '#strata/engine';
import { idKeys, type OptionBlock, optionBlock, rankBlock } from '#strata/engine/allocation';
import { type DecidedPeople, type OfferOptions, type People, rankValues } from '#strata/engine/columns';
import { type CompiledCondition } from '#strata/engine/conditions';
import { type PackedTexts } from '#strata/kernel/texts';
import { type Deciding } from './deciding.js';

/** People of a block who may get an offer. */
interface Eligible {
  readonly decided: DecidedPeople;
  readonly offers: readonly OfferOptions[];
  /** Their places among the people. */
  readonly open: Uint32Array;
  /** Of those. */
  readonly ids: PackedTexts;
}

/**
 * What rows are worth: by the campaign's aim, and in arms that go by the human rule by its order. Where the aim is an order,
 * a person comes with the offer that a decision would make.
 */
export function optionsWorth(people: People, eligible: Eligible, deciding: Deciding): OptionBlock {
  const { decided, offers, open, ids } = eligible;
  const { strategy, minimumRoi } = deciding;
  const aim = campaignAim(deciding, strategy.document);
  const keys = new Uint32Array(people.rows);
  idKeys(ids).forEach((key, index) => (keys[open[index] ?? 0] = key));
  const rows = { keys, quotas: membersOf(deciding.quotas, people, open) };
  const objective = typeof aim === 'string' ? aim : 'profit';
  const block = optionBlock(offers, open, { ...rows, objective, ...(minimumRoi === undefined ? {} : { minimumRoi }) });
  const { draws } = strategy;
  const goesByRuleAt = (arm: number): boolean => draws.wayOf(arm) === 'baseline';
  const isUnpriced = (offer: number, index: number): boolean =>
    Number.isNaN(block.value[offer]?.[index]) && offers[offer]?.eligible[open[index] ?? 0] === 1;
  const place = strategy.offers.indexOf(strategy.baselineOffer);
  const goesByRule = [...draws.arms.keys(), -1].some(goesByRuleAt) || open.some((_, index) => isUnpriced(place, index));
  if (!goesByRule && typeof aim === 'string') return block;
  const { rankBy } = strategy.document.baseline;
  const orderOf = (by: typeof rankBy): Float64Array | undefined => {
    const ranks = by === undefined ? new Float64Array(people.rows).fill(Number.NaN) : rankValues(by, people);
    return rankBlock(0, 1, ranks, open, rows).value[0];
  };
  const ruled = orderOf(rankBy);
  const ranked = typeof aim === 'string' ? undefined : orderOf(aim);
  const isHuman = Uint8Array.from(open, (row) => Number(goesByRuleAt(decided.arm[row] ?? -1)));
  const value = block.value.map((column, offer) =>
    column.map((own, index) => {
      const order = offer === place ? (ruled?.[index] ?? Number.NaN) : Number.NaN;
      if (isHuman[index] === 1) return order;
      if (isUnpriced(offer, index)) return Math.ceil(order / UNPRICED_SHARE);
      if (ranked === undefined) return own;
      return offer === decidedOffer(eligible, index) ? (ranked[index] ?? Number.NaN) : Number.NaN;
    }),
  );
  const surplus = block.surplus?.map((column, offer) =>
    column.map((own, index) => (isUnpriced(offer, index) ? 0 : own)),
  );
  return { ...block, value, ...(surplus === undefined ? {} : { surplus }) };
}

/**
 * Nobody knows what comes of an offer without figures, which the human rule makes where a model failed. It is worth a thousandth
 * at most, more for whom the rule puts first: what limits leave after all that is known to be worth something.
 */
const UNPRICED_SHARE = 2 ** 22;

/** The offer that a decision makes; of somebody who is held out of an offer that is spent, the most profitable of the others. */
function decidedOffer({ decided, offers, open }: Eligible, index: number): number {
  const row = open[index] ?? 0;
  const made = decided.offer[row] ?? -1;
  if (offers[made]?.eligible[row] === 1) return made;
  const profitOf = (offer: number): number =>
    (offers[offer]?.eligible[row] === 1 ? offers[offer].profit[row] : undefined) ?? -Infinity;
  return offers.reduce((best, _, offer) => (profitOf(offer) > profitOf(best) ? offer : best), 0);
}

/** By row of all people, the bits of the quotas whose segments they are in. */
function membersOf(quotas: readonly CompiledCondition[], people: People, rows: Uint32Array): Uint32Array {
  const members = new Uint32Array(people.rows);
  quotas.forEach((quota, bit) => {
    for (const row of quota.select(({ key }) => people.facts.get(key), rows)) {
      members[row] = (members[row] ?? 0) | (1 << bit);
    }
  });
  return members;
}
