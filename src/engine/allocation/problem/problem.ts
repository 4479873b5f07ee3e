/** What an offer takes of the limits. */
interface AllocatedOffer {
  readonly id: string;
  /** Money that is set aside for it: its contact cost and its face value. */
  readonly reserve: number;
  /** How many may be given; absent means no limit. */
  readonly stock?: number;
}

/** How many people of a segment are chosen at least and at most. */
interface AllocationQuota {
  readonly segment: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** To whom to give which offer: the limits. What is maximised stands in the blocks of people ({@link OptionBlock}). */
export interface AllocationProblem {
  readonly offers: readonly AllocatedOffer[];
  /** How many people are chosen at most. */
  readonly audience?: number;
  /** Money: what is set aside for all offers together. */
  readonly budget?: number;
  /** Expected profit over expected cost, of all that are chosen together. */
  readonly minimumRoi?: number;
  /** At most {@link MOST_QUOTAS}. */
  readonly quotas: readonly AllocationQuota[];
  /** What people are worth is only their order: sums of it mean nothing to people. False unless told. */
  readonly isOrdered?: boolean;
}

/** Quotas are the bits of a whole number. */
const MOST_QUOTAS = 30;

/** Whole numbers in the sums are millionths: of money, of conversions. */
export const MICRO = 1e6;

/** A limit on all that are chosen together. */
export type AllocationLimit =
  | { readonly kind: 'audience' }
  | { readonly kind: 'budget' }
  | { readonly kind: 'stock'; readonly offer: number }
  | { readonly kind: 'minimumRoi' }
  | { readonly kind: 'quotaMinimum' | 'quotaMaximum'; readonly quota: number };

/**
 * The limits as inequalities Σ a·x ≤ b in whole numbers. The coefficients a of an offer for people of a quota membership are
 * the same for all of them, but for the return, whose coefficient is a person's own surplus, taken negative.
 */
export interface Program {
  readonly offers: number;
  readonly limits: readonly AllocationLimit[];
  /** b, by limit. */
  readonly bounds: Float64Array;
  /** The unit of the budget's numbers, in millionths of money: what all reserves are multiples of. */
  readonly unit: number;
  /** The place of the return among the limits; −1 without one. */
  readonly roi: number;
  /** The a of each limit and offer for people of a quota membership (bits of {@link OptionBlock.quotas}): limits × offers. */
  coefficientsOf(membership: number): Float64Array;
}

/** @throws RangeError where there are more quotas than {@link MOST_QUOTAS} */
export function programOf(problem: AllocationProblem): Program {
  const { offers, quotas } = problem;
  if (quotas.length > MOST_QUOTAS) throw new RangeError(`at most ${MOST_QUOTAS} quotas, not ${quotas.length}`);
  const limits = limitsOf(problem);
  const reserves = offers.map(({ reserve }) => Math.round(reserve * MICRO));
  const unit = reserves.reduce(commonDivisor, 0) || 1;
  const inUnits = reserves.map((reserve) => reserve / unit);
  const coefficient = (limit: AllocationLimit, offer: number, membership: number): number => {
    const isIn = (quota: number): number => (membership >>> quota) & 1;
    switch (limit.kind) {
      case 'audience':
        return 1;
      case 'budget':
        return inUnits[offer] ?? 0;
      case 'stock':
        return limit.offer === offer ? 1 : 0;
      case 'minimumRoi':
        return 0;
      case 'quotaMaximum':
        return isIn(limit.quota);
      case 'quotaMinimum':
        return 0 - isIn(limit.quota);
    }
  };
  const known = new Map<number, Float64Array>();
  return {
    offers: offers.length,
    limits,
    unit,
    bounds: Float64Array.from(limits, (limit) => boundOf(limit, problem, unit)),
    roi: limits.findIndex(({ kind }) => kind === 'minimumRoi'),
    coefficientsOf: (membership) => {
      const found = known.get(membership);
      if (found !== undefined) return found;
      const own = limits.flatMap((limit) => offers.map((_, offer) => coefficient(limit, offer, membership)));
      known.set(membership, Float64Array.from(own));
      return Float64Array.from(own);
    },
  };
}

function limitsOf({ offers, audience, budget, minimumRoi, quotas }: AllocationProblem): readonly AllocationLimit[] {
  const limits: AllocationLimit[] = [];
  if (audience !== undefined) limits.push({ kind: 'audience' });
  if (budget !== undefined) limits.push({ kind: 'budget' });
  offers.forEach(({ stock }, offer) => {
    if (stock !== undefined) limits.push({ kind: 'stock', offer });
  });
  if (minimumRoi !== undefined) limits.push({ kind: 'minimumRoi' });
  quotas.forEach(({ minimum, maximum }, quota) => {
    if (minimum !== undefined) limits.push({ kind: 'quotaMinimum', quota });
    if (maximum !== undefined) limits.push({ kind: 'quotaMaximum', quota });
  });
  return limits;
}

function boundOf(limit: AllocationLimit, problem: AllocationProblem, unit: number): number {
  const { offers, quotas, audience = 0, budget = 0 } = problem;
  switch (limit.kind) {
    case 'audience':
      return audience;
    case 'budget':
      return Math.floor(Math.round(budget * MICRO) / unit);
    case 'stock':
      return offers[limit.offer]?.stock ?? 0;
    case 'minimumRoi':
      return 0;
    case 'quotaMaximum':
      return quotas[limit.quota]?.maximum ?? 0;
    case 'quotaMinimum':
      return 0 - (quotas[limit.quota]?.minimum ?? 0);
  }
}

/** Amounts of money in their common unit, so that sums of them stay small whole numbers. */
function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** The problem of an arm of an experiment: its share of every limit, rounded down. */
export function shareOf(problem: AllocationProblem, share: number): AllocationProblem {
  const { offers, audience, budget, minimumRoi, quotas } = problem;
  return {
    ...(audience === undefined ? {} : { audience: Math.floor(audience * share) }),
    ...(budget === undefined ? {} : { budget: budget * share }),
    ...(minimumRoi === undefined ? {} : { minimumRoi }),
    offers: offers.map(({ id, reserve, stock }) => {
      return { id, reserve, ...(stock === undefined ? {} : { stock: Math.floor(stock * share) }) };
    }),
    quotas: quotas.map(({ segment, minimum, maximum }) => ({
      segment,
      ...(minimum === undefined ? {} : { minimum: Math.floor(minimum * share) }),
      ...(maximum === undefined ? {} : { maximum: Math.floor(maximum * share) }),
    })),
  };
}
