import { fixedWords } from '#strata/kernel';
import { type PolicyWeights, refusalOf } from '#strata/statistics/policies';
import { type BacktestReport, type BacktestVerdict } from '../report.js';

/** What a verdict is made of. */
export interface Grounds extends Pick<BacktestReport, 'selectors' | 'basis' | 'plan'> {
  readonly outOfTime: boolean;
  readonly hasTime: boolean;
  readonly readsNatural: boolean;
  /** Rows inside of the audiences of the strategy and the human rule: with the offer, and without. */
  readonly inside: readonly { readonly treated: PolicyWeights; readonly control: PolicyWeights }[];
  /** In words, where those with and without an offer differ. */
  readonly imbalance: string | null;
  /** Whether anybody's probability was recorded to be otherwise than the share of the pool. */
  readonly recorded: boolean;
}

/** Fewer conversions in the strategy's audience than this compare nothing. */
const LEAST_CONVERSIONS = 20;

/** What keeps a history from comparing anything, and what would help; null where nothing does. */
export function notEnough({
  basis,
  readsNatural,
  inside,
  imbalance,
  recorded,
  selectors,
}: Grounds): BacktestVerdict['sentences'] | null {
  const human = selectors.find(({ selector }) => selector === 'human rule');
  if (human === undefined) {
    return [
      'The human rule reads what this history does not have, so that there is nothing to compare the models with.',
      'Add the columns that the rule reads.',
    ];
  }
  if (basis === 'gross' && readsNatural) {
    return [
      'Everybody in this history got an offer, so that nobody shows what would have happened anyway.',
      'A model that leaves out natural buyers can only be judged where a random part got nothing: keep a hold-out in the next campaign.',
    ];
  }
  if (imbalance !== null) {
    return [
      `The offers of this history were not given at random: ${imbalance}.`,
      recorded
        ? 'The recorded probabilities do not explain it: find out how the offers were given.'
        : 'Name the column of the recorded probabilities (--propensity), or use a campaign with a random control.',
    ];
  }
  const refusals = inside.flatMap(({ treated, control }) => [
    { who: 'with the offer', refusal: refusalOf(treated) },
    ...(basis === 'gross' ? [] : [{ who: 'without an offer', refusal: refusalOf(control) }]),
  ]);
  const refused = refusals.find(({ refusal }) => refusal !== null);
  if (refused?.refusal != null) {
    return [
      `Too little of this history speaks about the audiences: ${refused.who}, ${refused.refusal}.`,
      'Use a longer history or a larger audience.',
    ];
  }
  const conversions = selectors[0]?.conversions.value ?? 0;
  if (conversions >= LEAST_CONVERSIONS) return null;
  return [
    `Only ${whole(conversions)} conversions are expected in the strategy's audience, and fewer than ${LEAST_CONVERSIONS} compare nothing.`,
    'Use a longer history or a larger audience.',
  ];
}

/** A number of people or of money in a sentence. */
function whole(value: number): string {
  return fixedWords(value, 0);
}
