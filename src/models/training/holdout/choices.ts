import { areShares } from '#strata/statistics';
import { modelPhrases } from '../../words/index.js';
import { policyDifference, policyOutcome } from '#strata/statistics/policies';
import { type Chooser, type ChoiceReport, type TreatmentReport, type UpliftScores } from './uplift-figures.js';
import { choiceVerdict } from './uplift-words.js';

/** The model gives each person the treatment with the highest p_t where it is above p₀; costs are not counted here. */
export function compareChoices(
  { values, treatments, label, treatment, people, human }: UpliftScores,
  reports: readonly TreatmentReport[],
): ChoiceReport {
  const width = treatments.length + 1;
  const best = Uint8Array.from(label, (_, row) => bestOf(values.subarray(row * width, (row + 1) * width)));
  const sample = { labels: label, arms: treatment, ...(people && { clusters: people }) };
  const chooser = (selector: Chooser['selector'], title: string, arms: Uint8Array): Chooser => ({
    selector,
    title,
    outcome: policyOutcome(arms, sample),
    modelAhead: selector === 'model' ? null : policyDifference(best, arms, sample),
    shares: Array.from({ length: width }, (_, arm) => arms.filter((own) => own === arm).length / arms.length),
  });
  const { uplift } = modelPhrases();
  const { titles } = uplift;
  const choosers = [
    chooser('model', titles.choice, best),
    ...(human?.arms === undefined ? [] : [chooser('human rule', human.title, human.arms)]),
    ...[titles.nothing, ...treatments].map((name, arm) =>
      chooser('same for all', titles.everybody(name), new Uint8Array(label.length).fill(arm)),
    ),
  ];
  const chosen = reports.filter(({ balance }) => balance?.differs === true).map((report) => report.treatment);
  if (chosen.length === 0) {
    return { choosers, verdict: choiceVerdict(choosers, areShares(label) ? 'success' : 'value') };
  }
  return { choosers, verdict: { winner: 'not random', words: uplift.choiceNotRandom(chosen) } };
}

function bestOf(outcomes: Float64Array): number {
  let best = 0;
  for (let arm = 1; arm < outcomes.length; arm++) if ((outcomes[arm] ?? 0) > (outcomes[best] ?? 0)) best = arm;
  return best;
}
