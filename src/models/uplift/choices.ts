import { type Estimate, policyDifference, policyOutcome } from '../../statistics/index.js';
import { type UpliftScores } from './uplift-report.js';
import { choiceVerdict, type UpliftVerdict } from './uplift-words.js';

/** What would happen if everybody got what somebody chooses for them, among several treatments and none. */
export interface ChoiceReport {
  /** The model first. */
  readonly choosers: readonly Chooser[];
  readonly verdict: UpliftVerdict;
}

/** A way to choose the treatment of each person. */
export interface Chooser {
  readonly selector: 'model' | 'human rule' | 'same for all';
  readonly title: string;
  /** Success rate if everybody got what it chooses (inverse-propensity weighted). */
  readonly outcome: Estimate;
  /** The model's minus this one's, paired; null for the model itself. */
  readonly modelAhead: Estimate | null;
  /** Share of people by what they would get, control first. */
  readonly shares: readonly number[];
}

/** The model gives each person the treatment with the highest p_t where it is above p₀; costs are not counted here. */
export function compareChoices({ values, treatments, label, treatment, human }: UpliftScores): ChoiceReport {
  const width = treatments.length + 1;
  const best = Uint8Array.from(label, (_, row) => bestOf(values.subarray(row * width, (row + 1) * width)));
  const sample = { labels: label, arms: treatment };
  const chooser = (selector: Chooser['selector'], title: string, arms: Uint8Array): Chooser => ({
    selector,
    title,
    outcome: policyOutcome(arms, sample),
    modelAhead: selector === 'model' ? null : policyDifference(best, arms, sample),
    shares: Array.from({ length: width }, (_, arm) => arms.filter((own) => own === arm).length / arms.length),
  });
  const choosers = [
    chooser('model', 'what the model expects most of', best),
    ...(human?.arms === undefined ? [] : [chooser('human rule', human.title, human.arms)]),
    ...['nothing', ...treatments].map((name, arm) =>
      chooser('same for all', `${name} for everybody`, new Uint8Array(label.length).fill(arm)),
    ),
  ];
  return { choosers, verdict: choiceVerdict(choosers) };
}

function bestOf(outcomes: Float64Array): number {
  let best = 0;
  for (let arm = 1; arm < outcomes.length; arm++) if ((outcomes[arm] ?? 0) > (outcomes[best] ?? 0)) best = arm;
  return best;
}
