import { fixedWords, percentWords } from '#strata/kernel';
import { type Estimate } from '#strata/statistics';
import { type Ladder, type LadderLevel, type LadderLevelId } from './ladder.js';

/** What practitioners report for the step from trigger to predictive targeting. */
const CLAIM = 'practitioners report 200 to 300 %';

const NAMES: Readonly<Record<LadderLevelId, string>> = {
  everybody: 'everybody',
  segment: 'the segment',
  trigger: 'the trigger',
  predictive: 'the models',
  'human rule': 'the human rule',
};

/** Why the levels of this history can't be compared; null where they can. */
export function ladderObstacle({
  basis,
  imbalance,
  isRecorded,
}: {
  readonly basis: Ladder['basis'];
  /** In words, where those with and without an offer differ. */
  readonly imbalance: string | null;
  readonly isRecorded: boolean;
}): string | null {
  if (basis === 'gross') {
    return 'Everybody in this history got an offer, so that nobody shows what would have happened anyway: whoever buys anyway counts as earned, and levels that find such people look better than they are.';
  }
  if (imbalance === null) return null;
  const what = isRecorded
    ? 'the recorded probabilities do not explain it'
    : 'without their recorded probabilities (--propensity) nothing can be concluded';
  return `The offers of this history were not given at random: ${imbalance}; ${what}.`;
}

/** What does each layer earn, in two sentences. */
export function ladderSentences(
  levels: readonly LadderLevel[],
  equal: Ladder['equal'],
  basis: Ladder['basis'],
): readonly [string, string] {
  return [stepsWords(levels, equal), modelsWords(levels, equal, basis)];
}

/** What the levels are made equal in: "with 1,200 people each". */
export function equalWords(equal: Ladder['equal']): string {
  if (equal.by === 'budget') return `with a budget of ${fixedWords(equal.budget, 0)} each`;
  return `with ${fixedWords(equal.audience, 0)} people each`;
}

function stepsWords(levels: readonly LadderLevel[], equal: Ladder['equal']): string {
  const steps = levels.flatMap(({ level, step }) => (step === null || level === 'human rule' ? [] : [{ level, step }]));
  if (steps.length === 0) return 'This history tells no layer from the next.';
  const told = steps.map(({ level, step }) => `${NAMES[level]} ${amount(step.profit)}${isDraw(step.profit)}`);
  return `W${equalWords(equal).slice(1)}, the layers add in profit: ${told.join(', ')}.`;
}

function modelsWords(levels: readonly LadderLevel[], equal: Ladder['equal'], basis: Ladder['basis']): string {
  const models = levels.find(({ level }) => level === 'predictive')?.step;
  const human = levels.find(({ level }) => level === 'human rule')?.step;
  if (models == null) return 'Nothing is known about the models.';
  const kind = basis === 'gross' ? 'revenue' : 'incremental revenue';
  const claim = models.from === 'trigger' ? `, where ${CLAIM}` : '';
  const beside =
    human == null ? '' : `; beside the human rule they bring ${amount(human.profit)}${isDraw(human.profit)} in profit`;
  const growth = `${growthWords(models.value)} in ${kind} beside ${NAMES[models.from]}, for as ${equal.by === 'budget' ? 'much money' : 'many people'}`;
  return `The models bring ${growth}${claim}${beside}.`;
}

/** "+140 % [80 %, 210 %]". */
function growthWords({ value, lower, upper }: Estimate): string {
  if (![value, lower, upper].every(Number.isFinite)) return 'nobody knows how much more';
  const percent = (share: number) => percentWords(Math.round(share * 100) / 100);
  return `${value < 0 ? '' : '+'}${percent(value)} [${percent(lower)}, ${percent(upper)}]`;
}

function amount({ value, lower, upper }: Estimate): string {
  const signed = (one: number) => `${one < -0.5 ? '−' : '+'}${fixedWords(Math.abs(one), 0)}`;
  return `${signed(value)} [${signed(lower)}, ${signed(upper)}]`;
}

function isDraw({ lower, upper }: Estimate): string {
  return lower <= 0 && upper >= 0 ? ' (a draw)' : '';
}
