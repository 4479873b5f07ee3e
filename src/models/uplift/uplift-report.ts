import { seededRandom } from '../../sdk/index.js';
import {
  compareUplift,
  type Estimate,
  qiniCurve,
  shareDifference,
  shareInterval,
  upliftByBin,
} from '../../statistics/index.js';
import { compareChoices } from './choices.js';
import { type TreatmentReport, type UpliftContender, type UpliftReport, type UpliftScores } from './report.js';
import { treatmentVerdict } from './words.js';

const TOP_SHARE = 0.3;

/**
 * Judges by Qini, AUUC and uplift at the top 30 % with paired bootstrap intervals, by tenths, and with several treatments
 * by what would happen if everybody got what the model chooses. Beside the model stand the response model
 * P(success | treated), chance, and the human rule where there is one: on real data they often win, and the verdict says so.
 */
export function upliftReport(scores: UpliftScores): UpliftReport {
  const treatments = scores.treatments.map((treatment, index) => treatmentReport(scores, treatment, index + 1));
  const choices = scores.treatments.length > 1 ? compareChoices(scores) : null;
  return {
    rows: scores.label.length,
    controls: scores.treatment.filter((arm) => arm === 0).length,
    treatments,
    choices,
    verdicts: [...treatments.map(({ verdict }) => verdict.words), ...(choices === null ? [] : [choices.verdict.words])],
  };
}

function treatmentReport(scores: UpliftScores, treatment: string, arm: number): TreatmentReport {
  const rows = Uint32Array.from(scores.treatment.keys()).filter((row) => [0, arm].includes(scores.treatment[row] ?? 0));
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
  const sample = {
    labels: pick(scores.label),
    treated: Uint8Array.from(rows, (row) => Number(scores.treatment[row] !== 0)),
  };
  const ranked = contendersOf(scores, treatment, arm).map((one) => ({ ...one, scores: pick(one.scores) }));
  const random = seededRandom(scores.seed ?? 1);
  const compared = compareUplift(
    ranked.map((one) => one.scores),
    sample,
    { uniform: () => random.uniform(), topShare: TOP_SHARE },
  );
  const contenders = ranked.flatMap(({ selector, title, scores: own }, index): UpliftContender[] => {
    const result = compared[index];
    if (result === undefined) return [];
    const modelAhead = selector === 'model' ? null : result.firstAhead;
    return [{ selector, title, metrics: result.metrics, modelAhead, curve: qiniCurve(own, sample) }];
  });
  const effect = effectOf(sample);
  return {
    treatment,
    rows: { treated: count(sample.treated, 1), controls: count(sample.treated, 0) },
    effect,
    topShare: TOP_SHARE,
    contenders,
    deciles: upliftByBin(ranked[0]?.scores ?? new Float64Array(), sample),
    verdict: treatmentVerdict(treatment, contenders),
  };
}

interface RankedBy extends Pick<UpliftContender, 'selector' | 'title'> {
  readonly scores: Float64Array;
}

function contendersOf(
  { values, treatments, label, response, human }: UpliftScores,
  treatment: string,
  arm: number,
): RankedBy[] {
  const width = treatments.length + 1;
  const output = (index: number) => Float64Array.from(label, (_, row) => values[row * width + index] ?? Number.NaN);
  const natural = output(0);
  const treated = output(arm);
  return [
    {
      selector: 'model',
      title: `by what ${treatment} changes`,
      scores: treated.map((probability, row) => probability - (natural[row] ?? Number.NaN)),
    },
    { selector: 'response model', title: `by P(success given ${treatment})`, scores: response?.[arm - 1] ?? treated },
    { selector: 'random', title: 'by chance', scores: new Float64Array(label.length) },
    ...(human?.scores === undefined
      ? []
      : [{ selector: 'human rule' as const, title: human.title, scores: human.scores }]),
  ];
}

function effectOf({ labels, treated }: { readonly labels: Float64Array; readonly treated: Uint8Array }): Estimate {
  const rate = (arm: number) => {
    const successes = labels.reduce((sum, label, row) => sum + (treated[row] === arm ? label : 0), 0);
    return shareInterval(successes, count(treated, arm));
  };
  return shareDifference(rate(1), rate(0));
}

function count(treated: Uint8Array, arm: number): number {
  return treated.reduce((sum, own) => sum + Number(own === arm), 0);
}
