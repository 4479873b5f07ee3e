import { seededRandom } from '#sdk';
import { areShares, type Estimate, meanOutcome, shareDifference } from '#strata/statistics';
import { compareUplift, qiniCurve, upliftByBin, type UpliftSample } from '#strata/statistics/uplift';
import { modelPhrases } from '../../words/index.js';
import { compareArms, type ComparedArms } from './balance.js';
import { pickRows } from '#strata/tables/columns';
import { compareChoices } from './choices.js';
import { type TreatmentReport, type UpliftContender, type UpliftReport, type UpliftScores } from './uplift-figures.js';
import { treatmentVerdict } from './uplift-words.js';

const TOP_SHARE = 0.3;

/**
 * Judges by Qini, AUUC and uplift at the top 30 % with paired bootstrap intervals, by tenths, and with several treatments
 * by what would happen if everybody got what the model chooses. Beside the model stand the response model
 * P(success | treated), chance, and the human rule where there is one: on real data they often win, and the verdict says so.
 * Before that the treated are compared with the controls: where something else than chance chose them, nothing is proven.
 */
export function upliftReport(scores: UpliftScores): UpliftReport {
  const treatments = scores.treatments.map((treatment, index) => treatmentReport(scores, treatment, index + 1));
  const choices = scores.treatments.length > 1 ? compareChoices(scores, treatments) : null;
  return {
    outcome: outcomeOf(scores),
    rows: scores.label.length,
    controls: scores.treatment.filter((arm) => arm === 0).length,
    treatments,
    choices,
    verdicts: [...treatments.map(({ verdict }) => verdict.words), ...(choices === null ? [] : [choices.verdict.words])],
  };
}

function outcomeOf({ label }: UpliftScores): UpliftReport['outcome'] {
  return areShares(label) ? 'success' : 'value';
}

function treatmentReport(scores: UpliftScores, treatment: string, arm: number): TreatmentReport {
  const everybody = Uint32Array.from(scores.treatment.keys()).filter((row) =>
    [0, arm].includes(scores.treatment[row] ?? 0),
  );
  const all = sampleOf(scores, everybody);
  const compared = comparedArms(scores, everybody, all);
  const weighted = compared?.weighted ?? null;
  const rows = weighted === null ? everybody : weighted.rows.map((place) => everybody[place] ?? 0);
  const sample = { ...sampleOf(scores, rows), ...(weighted === null ? {} : { weights: weighted.weights }) };
  const ranked = contendersOf(scores, treatment, arm).map((one) => ({ ...one, scores: pick(one.scores, rows) }));
  const contenders = measure(ranked, sample, scores.seed ?? 1);
  const balance = compared?.balance ?? null;
  const effect = effectOf(all);
  return {
    treatment,
    rows: { treated: count(all.treated, 1), controls: count(all.treated, 0) },
    balance,
    effect,
    topShare: TOP_SHARE,
    contenders,
    deciles: upliftByBin(ranked[0]?.scores ?? new Float64Array(), sample),
    verdict: treatmentVerdict({ treatment, contenders, balance, effect, outcome: outcomeOf(scores) }),
  };
}

function comparedArms(
  { columns }: UpliftScores,
  rows: Uint32Array,
  { labels, treated, clusters }: ReturnType<typeof sampleOf>,
): ComparedArms | null {
  if (columns === undefined || columns.length === 0) return null;
  return compareArms({
    columns: columns.map((column) => pickRows(column, rows)),
    treated,
    labels,
    ...(clusters && { clusters }),
  });
}

function sampleOf({ label, treatment, people }: UpliftScores, rows: Uint32Array) {
  return {
    labels: pick(label, rows),
    treated: Uint8Array.from(rows, (row) => Number(treatment[row] !== 0)),
    ...(people === undefined ? {} : { clusters: rows.map((row) => people[row] ?? 0) }),
  };
}

function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
}

function measure(ranked: readonly RankedBy[], sample: UpliftSample, seed: number): readonly UpliftContender[] {
  const random = seededRandom(seed);
  const compared = compareUplift(
    ranked.map((one) => one.scores),
    sample,
    { uniform: () => random.uniform(), topShare: TOP_SHARE },
  );
  return ranked.flatMap(({ selector, title, scores }, index): UpliftContender[] => {
    const result = compared[index];
    if (result === undefined) return [];
    const modelAhead = selector === 'model' ? null : result.firstAhead;
    return [{ selector, title, metrics: result.metrics, modelAhead, curve: qiniCurve(scores, sample) }];
  });
}

interface RankedBy extends Pick<UpliftContender, 'selector' | 'title'> {
  readonly scores: Float64Array;
}

function contendersOf(scores: UpliftScores, treatment: string, arm: number): RankedBy[] {
  const { values, treatments, label, response, human } = scores;
  const { titles } = modelPhrases().uplift;
  const width = treatments.length + 1;
  const output = (index: number) => Float64Array.from(label, (_, row) => values[row * width + index] ?? Number.NaN);
  const natural = output(0);
  const treated = output(arm);
  return [
    {
      selector: 'model',
      title: titles.model(treatment),
      scores: treated.map((probability, row) => probability - (natural[row] ?? Number.NaN)),
    },
    {
      selector: 'response model',
      title: titles.response(treatment, outcomeOf(scores)),
      scores: response?.[arm - 1] ?? treated,
    },
    { selector: 'random', title: titles.random, scores: new Float64Array(label.length) },
    ...(human?.scores === undefined
      ? []
      : [{ selector: 'human rule' as const, title: human.title, scores: human.scores }]),
  ];
}

function effectOf(sample: ReturnType<typeof sampleOf>): Estimate {
  const shares = areShares(sample.labels);
  const mean = (arm: number) => {
    const rows = Uint32Array.from(sample.treated.keys()).filter((row) => sample.treated[row] === arm);
    return meanOutcome(sample, rows, shares);
  };
  return shareDifference(mean(1), mean(0));
}

function count(treated: Uint8Array, arm: number): number {
  return treated.reduce((sum, own) => sum + Number(own === arm), 0);
}
