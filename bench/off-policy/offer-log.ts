import { type Strategy } from '#strata/engine';
import { seededRandom } from '#sdk';

/** What three offers bring to two kinds of people: P(conversion) by kind, of nothing first. */
export const OFFER_RATES: readonly (readonly number[])[] = [
  [0.05, 0.3, 0.1, 0.15],
  [0.1, 0.1, 0.4, 0.2],
];

/** Gives three offers, none of which needs a model. */
export const OFFER_STRATEGY: Strategy = {
  id: 'three-offers',
  title: 'Three offers',
  goal: { event: 'converted', value: 'amount', within: 'P14D', margin: 0.3, orderValue: 100, natural: { rate: 0.05 } },
  segment: { all: [] },
  baseline: { title: 'The first one', offer: 'a' },
  offers: ['a', 'b', 'c'].map((id) => ({
    id,
    title: id,
    faceValue: 5,
    redemptionRate: 1,
    contactCost: 0.1,
    response: { rate: 0.2 },
  })),
};

/** How a log was made. */
export interface OfferLog {
  readonly rows: number;
  readonly seed: number;
  /** P(arm | kind), by kind, of nothing first. */
  readonly chances?: readonly (readonly number[])[];
}

/** P(arm | kind) of a log, by kind, of nothing first. */
export const OFFER_CHANCES = [
  [0.1, 0.2, 0.3, 0.4],
  [0.1, 0.5, 0.2, 0.2],
];
/** The same of a policy with the right offer for most: what the columns `wise_…` say. */
export const WISE_CHANCES = [
  [0, 0.8, 0.1, 0.1],
  [0, 0.1, 0.8, 0.1],
];

/** The days that a log takes, and its first moment. */
const DAYS = 60;
const START = Date.UTC(2026, 0, 1);

/** A log as CSV: what each person got and when, by which probability, and what came of it. */
export function offerLog({ rows, seed, chances = OFFER_CHANCES }: OfferLog): string {
  const random = seededRandom(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    const kind = random.integer(2);
    const arm = drawnArm(chances[kind] ?? [], random.uniform());
    const converted = random.uniform() < (OFFER_RATES[kind]?.[arm] ?? 0);
    const wise = WISE_CHANCES[kind] ?? [];
    return [
      `u${String(row)}`,
      new Date(START + Math.floor((row * DAYS * 86_400_000) / rows)).toISOString(),
      ['none', 'a', 'b', 'c'][arm],
      chances[kind]?.[arm],
      ['gone', 'keen'][kind],
      Number(converted),
      converted ? 100 : '',
      wise[arm],
      ...wise.slice(1),
    ].join();
  });
  return ['userId,at,offer,propensity,kind,converted,amount,agreed,wise_a,wise_b,wise_c', ...lines].join('\n');
}

/** The share that a policy would convert: the truth that estimates are held against. */
export function trueConversion(policy: 'uniform' | 'wise' | 'nothing' | 'a'): number {
  const chances = { uniform: [0, 1 / 3, 1 / 3, 1 / 3], nothing: [1, 0, 0, 0], a: [0, 1, 0, 0] };
  const ofKind = (kind: number): number => {
    const given = policy === 'wise' ? WISE_CHANCES[kind] : chances[policy];
    return (given ?? []).reduce((sum, chance, arm) => sum + chance * (OFFER_RATES[kind]?.[arm] ?? 0), 0);
  };
  return (ofKind(0) + ofKind(1)) / 2;
}

/** The arm of a draw on [0, 1). */
export function drawnArm(chances: readonly number[], uniform: number): number {
  let sum = 0;
  const arm = chances.findIndex((chance) => uniform < (sum += chance));
  return arm < 0 ? chances.length - 1 : arm;
}
