import { fixedWords, percentWords } from '#strata/kernel';
import { type BacktestSubject } from './comparison.js';
import { type LadderLevelId } from '../ladder/ladder.js';
import { type BacktestPlan } from '../report.js';
import { type ToldInterval, type ModelsSubject, type StepSubject } from './ladder-subjects.js';

const LEVELS: Readonly<Record<LadderLevelId, string>> = {
  everybody: 'everybody',
  segment: 'the segment',
  trigger: 'the trigger',
  predictive: 'the models',
  'human rule': 'the human rule',
};

/** What a backtest says once it compared, in English; another language has the same phrases. */
export const ENGLISH = {
  /** Strategy and human rule, each with as many people or as much money. */
  compared: ({ plan, people, strategy, humanRule, ahead, standing }: BacktestSubject) => {
    const profits = `${whole(strategy)} against ${whole(humanRule)}`;
    const difference = `${signed(ahead.value)} [${signed(ahead.lower)}, ${signed(ahead.upper)}]`;
    const who =
      plan.by === 'audience' ? `With ${whole(people)} people each` : `With a budget of ${whole(plan.budget)} each`;
    return {
      ahead: `${who} the strategy earns more than the human rule: ${profits}, a difference of ${difference}.`,
      behind: `${who} the strategy earns less than the human rule: ${profits}, a difference of ${difference}.`,
      draw: `${who} strategy and human rule are a draw: ${profits}, a difference of ${difference} that may be chance.`,
    }[standing];
  },
  /** Why the strategy does not pass. */
  obstacles: {
    random: 'A random choice earns more than the strategy: neither its models nor its rule choose well.',
    'response model':
      'The response model alone earns more than the strategy: whom the strategy leaves out or in costs money, so change it.',
    behind: 'Keep the human rule.',
    draw: 'The human rule does as well: the models are worth it only for the work that they save, and that takes a named override.',
    'draw with random':
      'Beside a random choice of as many people it is a draw: the rule chooses badly rather than the models well.',
    loses: 'It still loses money: do not send this offer to this audience at all.',
    'random rows':
      'The models learned from random rows, not from the past alone, and random rows flatter a model: train with "split": {"by": "time"} and run this again.',
    'no time':
      'The history does not say when anything happened, and random rows flatter a model: only a later period can pass.',
  },
  /** What comes after a backtest that passes. */
  next: {
    incremental: 'The next proof is an experiment on real people.',
    gross:
      'Nobody knows who would have converted anyway, so these figures are gross. The next proof is an experiment with a control group.',
  },
  /** What each way of choosing does; the human rule has a title of its own. */
  selectors: {
    strategy: 'the strategy as it is written',
    random: 'anybody',
    'response model': 'the likeliest to convert with the offer',
    /** @param leftOut share of the likeliest natural buyers, 0 to 1 */
    'two-model method': (leftOut: number) =>
      leftOut === 0
        ? 'leaves out nobody (as the validation rows chose): the response model alone'
        : `leaves out the top ${String(Math.round(100 * leftOut))} % by the natural model (as the validation rows chose), then the response model`,
  },
  /** Whom each level of a ladder reaches; the human rule has a title of its own. */
  levels: {
    everybody: 'everybody in the history',
    segment: 'who is in the segment',
    trigger: 'who set the trigger off',
    predictive: 'whom the models pick among them',
  },
  /** What levels are made equal in, within a sentence. */
  equal,
  /** What each layer adds; that nothing tells them apart, where there is none. */
  layers: (alike: BacktestPlan, steps: readonly StepSubject[]) =>
    steps.length === 0
      ? 'This history tells no layer from the next.'
      : `W${equal(alike).slice(1)}, the layers add in profit: ${steps.map(({ level, profit }) => `${LEVELS[level]} ${gain(profit)}`).join(', ')}.`,
  /** What the models bring; null where nothing is known of them. */
  models: (models: ModelsSubject | null) => {
    if (models === null) return 'Nothing is known about the models.';
    const { basis, by, from, growth, besideHumanRule } = models;
    const kind = basis === 'gross' ? 'revenue' : 'incremental revenue';
    // What practitioners report for the step from trigger to predictive targeting.
    const claim = from === 'trigger' ? ', where practitioners report 200 to 300 %' : '';
    const human =
      besideHumanRule === null ? '' : `; beside the human rule they bring ${gain(besideHumanRule)} in profit`;
    return `The models bring ${more(growth)} in ${kind} beside ${LEVELS[from]}, for as ${by === 'budget' ? 'much money' : 'many people'}${claim}${human}.`;
  },
  /** Why the levels of a history in which everybody got an offer can't be compared. */
  everybodyOffered:
    'Everybody in this history got an offer, so that nobody shows what would have happened anyway: whoever buys anyway counts as earned, and levels that find such people look better than they are.',
};
export type BacktestPhrases = typeof ENGLISH;

/** A number of people or of money in a sentence. */
function whole(value: number): string {
  return fixedWords(value, 0);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${whole(Math.abs(value))}`;
}

function equal(alike: BacktestPlan): string {
  if (alike.by === 'budget') return `with a budget of ${whole(alike.budget)} each`;
  return `with ${whole(alike.audience)} people each`;
}

/** "+140 % [80 %, 210 %]". */
function more({ value, lower, upper }: ToldInterval): string {
  if (![value, lower, upper].every(Number.isFinite)) return 'nobody knows how much more';
  const percent = (share: number) => percentWords(Math.round(share * 100) / 100);
  return `${value < 0 ? '' : '+'}${percent(value)} [${percent(lower)}, ${percent(upper)}]`;
}

function gain({ value, lower, upper }: ToldInterval): string {
  const amount = (one: number) => `${one < -0.5 ? '−' : '+'}${whole(Math.abs(one))}`;
  return `${amount(value)} [${amount(lower)}, ${amount(upper)}]${lower <= 0 && upper >= 0 ? ' (a draw)' : ''}`;
}
