import { fixedWords } from '#strata/kernel';
import { type Estimate } from '#strata/statistics';
import { type PolicyWeights, refusalOf } from '#strata/statistics/policies';
import { type BacktestReport, type SelectorId, type SelectorResult, type BacktestVerdict } from './report.js';

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

/**
 * Passes where the strategy's profit beats that of the human rule and of chance at the same audience or budget, on rows
 * after everything that its models learned from, loses to no simpler selector and does not lose money. An interval that
 * holds 0 is a draw, and a draw does not pass.
 */
export function verdictOf(grounds: Grounds): BacktestVerdict {
  const missing = notEnough(grounds);
  if (missing !== null) return { outcome: 'not enough data', sentences: missing };
  const [strategy] = grounds.selectors;
  const human = find(grounds, 'human rule');
  const ahead = human?.strategyAhead?.profit;
  if (strategy === undefined || human === undefined || ahead === undefined) {
    return {
      outcome: 'not enough data',
      sentences: ['The human rule cannot be replayed on this history.', 'Nothing is known about the models.'],
    };
  }
  const found = comparison(strategy, human, ahead, grounds);
  const obstacle = obstacleOf(strategy, ahead, grounds);
  if (obstacle !== null) return { outcome: 'does not pass', sentences: [found, obstacle] };
  const next =
    grounds.basis === 'gross'
      ? `${GROSS} The next proof is an experiment with a control group.`
      : 'The next proof is an experiment on real people.';
  return { outcome: 'passes', sentences: [found, next] };
}

const GROSS = 'Nobody knows who would have converted anyway, so these figures are gross.';

function notEnough({
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

function comparison(strategy: SelectorResult, human: SelectorResult, ahead: Estimate, { plan }: Grounds): string {
  const profits = `${whole(strategy.profit.value)} against ${whole(human.profit.value)}`;
  const difference = `${signed(ahead.value)} [${signed(ahead.lower)}, ${signed(ahead.upper)}]`;
  const who =
    plan.by === 'audience'
      ? `With ${whole(strategy.audience)} people each`
      : `With a budget of ${whole(plan.budget)} each`;
  if (ahead.lower > 0)
    return `${who} the strategy earns more than the human rule: ${profits}, a difference of ${difference}.`;
  if (ahead.upper < 0)
    return `${who} the strategy earns less than the human rule: ${profits}, a difference of ${difference}.`;
  return `${who} strategy and human rule are a draw: ${profits}, a difference of ${difference} that may be chance.`;
}

/** Why the strategy does not pass, in a sentence; null where nothing stands in its way. */
function obstacleOf({ profit }: SelectorResult, ahead: Estimate, grounds: Grounds): string | null {
  const better = (['random', 'response model'] as const).find((selector) => beats(grounds, selector));
  if (better === 'random')
    return 'A random choice earns more than the strategy: neither its models nor its rule choose well.';
  if (better !== undefined) {
    return 'The response model alone earns more than the strategy: whom the strategy leaves out or in costs money, so change it.';
  }
  if (ahead.upper < 0) return 'Keep the human rule.';
  if (ahead.lower <= 0) {
    return 'The human rule does as well: the models are worth it only for the work that they save, and that takes a named override.';
  }
  if ((find(grounds, 'random')?.strategyAhead?.profit.lower ?? 1) <= 0) {
    return 'Beside a random choice of as many people it is a draw: the rule chooses badly rather than the models well.';
  }
  if (profit.upper < 0) return 'It still loses money: do not send this offer to this audience at all.';
  if (grounds.outOfTime) return null;
  if (grounds.hasTime) {
    return 'The models learned from random rows, not from the past alone, and random rows flatter a model: train with "split": {"by": "time"} and run this again.';
  }
  return 'The history does not say when anything happened, and random rows flatter a model: only a later period can pass.';
}

function beats(grounds: Grounds, selector: SelectorId): boolean {
  return (find(grounds, selector)?.strategyAhead?.profit.upper ?? 0) < 0;
}

function find({ selectors }: Grounds, selector: SelectorId): SelectorResult | undefined {
  return selectors.find((one) => one.selector === selector);
}

/** A number of people or of money in a sentence. */
function whole(value: number): string {
  return fixedWords(value, 0);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${whole(Math.abs(value))}`;
}
