import {
  type DatasetReport,
  type Evaluation,
  type MeasureComparison,
  type ModelExplanation,
} from '../../models/index.js';
import { type CalibrationBin, coverageAt, shareInterval } from '../../statistics/index.js';
import { drawChart } from './chart.js';
import { markup, type Markup } from './markup.js';
import { drawTable, figure } from './table.js';
import { fixed, percent, range, whole } from './words.js';

const SHARE = { from: 0, to: 1, format: (value: number) => percent(value, 0) };

/** The curves over the threshold: coverage, lift, precision against recall, calibration. */
export function curveSection(evaluation: Evaluation): Markup | null {
  const { trades, curves, metrics } = evaluation;
  if (trades === null || curves === null || !('auc' in metrics)) return null;
  const rate = metrics.positives / metrics.rows;
  const steps = trades.filter(({ selected }) => selected > 0);
  const lifts = steps.filter(({ selected }) => selected >= LEAST_FOR_LIFT);
  const mostPrecise = Math.max(...curves.precisionRecall.map(({ precision }) => precision), rate);
  return markup`<section aria-labelledby="curves"><h2 id="curves">The curves behind it</h2><div class="charts">
${drawChart({
  id: 'coverage',
  title: 'Coverage: how many of them are found',
  description: `Selecting the best 20 % by score finds ${percent(coverageAt(steps, 0.2))} of those who convert; by chance it would be 20 %.`,
  x: { label: 'share of people selected', ...SHARE },
  y: { label: 'share of converters found', ...SHARE },
  series: [
    { name: 'model', look: 'main', points: [[0, 0], ...steps.map(({ share, recall }) => [share, recall] as const)] },
    { name: 'by chance', look: 'reference', points: DIAGONAL },
  ],
  marker: 'point',
})}
${drawChart({
  id: 'lift',
  title: 'Lift: how many times better than chance',
  description: `Among the selected, so many times as many convert as among all (${percent(rate)}).`,
  x: { label: 'share of people selected', ...SHARE },
  y: {
    label: 'times the average',
    from: 0,
    to: Math.max(...lifts.map(({ lift }) => lift), 1) * 1.05,
    format: (value) => fixed(value, 1),
  },
  series: [
    { name: 'model', look: 'main', points: lifts.map(({ share, lift }) => [share, lift]) },
    {
      name: 'by chance',
      look: 'reference',
      points: [
        [0, 1],
        [1, 1],
      ],
    },
  ],
  marker: 'point',
})}
${drawChart({
  id: 'precision',
  title: 'Precision against coverage',
  description:
    'Finding more of them means contacting more who will not convert. The line is smoothed; the point is the raw figure of the chosen threshold.',
  x: { label: 'share of converters found', ...SHARE },
  y: {
    label: 'of the selected convert',
    from: 0,
    to: Math.min(1, mostPrecise * 1.1),
    format: (value) => percent(value, 0),
  },
  series: [
    { name: 'model', look: 'main', points: curves.precisionRecall.map(({ recall, precision }) => [recall, precision]) },
    {
      name: 'by chance',
      look: 'reference',
      points: [
        [0, rate],
        [1, rate],
      ],
    },
  ],
  marker: 'point',
})}
${calibrationChart(metrics.calibration, {
  title: 'Calibration: what was promised, and what happened',
  description: `Ten groups of equally many people, with 95 % intervals; on the dotted line promises hold. Off by ${percent(metrics.calibrationError)} on average, where a perfect model stays below ${percent(metrics.perfectCalibrationError)}.`,
  binary: true,
})}
</div></section>`;
}

/** Shares of fewer people are noise. */
const LEAST_FOR_LIFT = 20;
const DIAGONAL = [
  [0, 0],
  [1, 1],
] as const;

interface CalibrationWords {
  readonly title: string;
  readonly description: string;
  /** Whether outcomes are 0 or 1, whose shares have intervals. */
  readonly binary: boolean;
}

function calibrationChart(bins: readonly CalibrationBin[], { title, description, binary }: CalibrationWords): Markup {
  const bars = bins.map(({ predicted, observed, rows }) => {
    const sure = binary ? shareInterval(Math.round(observed * rows), rows) : { lower: observed, upper: observed };
    return { x: predicted, y: observed, low: sure.lower, high: sure.upper };
  });
  const from = Math.min(0, ...bars.flatMap(({ x, low }) => [x, low]));
  const to = Math.max(...bars.flatMap(({ x, high }) => [x, high])) * 1.05;
  const digits = to - from < 0.1 ? 1 : 0;
  const format = (value: number) => (binary ? percent(value, digits) : whole(value));
  return drawChart({
    id: 'calibration',
    title,
    description,
    x: { label: 'promised', from, to, format },
    y: { label: 'happened', from, to, format },
    series: [
      {
        name: 'perfect',
        look: 'reference',
        points: [
          [from, from],
          [to, to],
        ],
      },
      { name: 'model', look: 'main', points: bars.map(({ x, y }) => [x, y]) },
    ],
    bars,
    ...(binary ? { marker: 'line' as const } : {}),
  });
}

/** A model of values has errors instead of thresholds. */
export function valueSection({ metrics }: Evaluation): Markup | null {
  if ('auc' in metrics) return null;
  const { ofTheMean, explained } = metrics;
  return markup`<section aria-labelledby="values"><h2 id="values">How near its values are</h2>
${drawTable({
  caption: 'Errors of the model and of always saying the mean',
  head: ['measure', figure('model'), figure('always the mean')],
  rows: [
    [
      'root mean squared error',
      figure(fixed(metrics.rootMeanSquaredError)),
      figure(fixed(ofTheMean.rootMeanSquaredError)),
    ],
    ['mean absolute error', figure(fixed(metrics.meanAbsoluteError)), figure(fixed(ofTheMean.meanAbsoluteError))],
    [
      'share of the differences explained (R²)',
      figure(
        percent(explained.value),
        range(explained, (value) => percent(value)),
      ),
      figure('0 %'),
    ],
  ],
})}
${calibrationChart(metrics.calibration, {
  title: 'What was predicted, and what happened',
  description:
    'The means of ten groups of equally many people, by predicted value; on the dotted line predictions hold.',
  binary: false,
})}</section>`;
}

/** Chance, the human rule, and the champion on the same rows. */
export function rivalSection({ rivals, champion, curves, metrics, folds }: Evaluation): Markup | null {
  if (rivals === null && champion === null && folds === null) return null;
  return markup`<section aria-labelledby="rivals"><h2 id="rivals">Is it better than what we have?</h2>
${
  rivals === null || !('auc' in metrics)
    ? null
    : markup`<p class="note">AUC: of one who converts and one who does not, how often the right one is ranked first; 0.5 is a coin. An interval of the difference that holds 0 is a draw.</p>${drawTable(
        {
          caption: 'The dumb rivals on the same rows',
          head: ['who ranks', figure('AUC'), figure('model is ahead by'), 'which means', figure('top 20 % finds')],
          rows: [
            [
              'the model',
              figure(fixed(metrics.auc.value), range(metrics.auc)),
              figure(''),
              '',
              figure(percent(coverageAt(curves?.coverage ?? [], 0.2))),
            ],
            ...rivals.map(({ selector, title, auc, modelAhead, coverage20 }) => [
              selector === 'random' ? 'chance' : `human rule: ${title}`,
              figure(fixed(auc.value)),
              figure(fixed(modelAhead.value), range(modelAhead)),
              meaning(modelAhead.lower > 0 ? 'ahead' : modelAhead.upper < 0 ? 'behind' : 'draw'),
              figure(percent(coverage20)),
            ]),
          ],
        },
      )}`
}
${
  champion === null
    ? null
    : markup`<h3>The champion, version ${champion.version} (${champion.plugin}), on the same ${whole(champion.rows)} rows</h3>${drawTable(
        {
          caption: 'The model beside the champion',
          head: ['measure', figure('model'), figure('champion'), figure('difference'), 'which means'],
          rows: champion.measures.map(({ measure, model, champion: theirs, difference, result }) => [
            measure,
            figure(fixed(model)),
            figure(fixed(theirs)),
            figure(fixed(difference.value), range(difference)),
            meaning(result),
          ]),
        },
      )}`
}
${
  folds === null
    ? null
    : markup`<h3>${folds.folds.length} folds by ${folds.by}</h3>${drawTable({
        caption: 'The folds',
        head: ['fold', figure('trained on'), figure('judged'), ...folds.summary.map(({ measure }) => figure(measure))],
        rows: [
          ...folds.folds.map(({ fold, from, training, rows, measures }) => [
            from === null ? String(fold) : `from ${from.slice(0, 10)}`,
            figure(whole(training)),
            figure(whole(rows)),
            ...folds.summary.map(({ measure }) => figure(fixed(measures[measure] ?? null))),
          ]),
          ['mean (sd)', '', '', ...folds.summary.map(({ mean, sd }) => figure(`${fixed(mean)} (${fixed(sd)})`))],
        ],
      })}`
}</section>`;
}

function meaning(result: MeasureComparison['result']): string {
  return { ahead: 'the model is better', draw: 'a draw', behind: 'the model is worse' }[result];
}

/** What drives the scores. */
export function driverSection(explanation: ModelExplanation | null): Markup | null {
  if (explanation === null || explanation.drivers.length === 0) return null;
  const { drivers, people, unit, notes } = explanation;
  const most = Math.max(...drivers.map(({ share }) => share));
  const effect = (value: number) => (unit === 'points' ? `${(100 * value).toFixed(1)} points` : fixed(value, 2));
  return markup`<section aria-labelledby="drivers"><h2 id="drivers">What drives the scores</h2>
<p class="note">Over ${whole(people)} people: how much each fact moves a score on average${unit === 'points' ? ', in points of 100' : ''}.</p>
${drawTable({
  caption: 'What drives the scores, the strongest first',
  head: ['fact', figure('moves scores by'), 'a higher value', 'share of all movement'],
  rows: drivers.map((driver) => [
    driver.words,
    figure(effect(driver.effect)),
    { raises: 'raises', lowers: 'lowers', mixed: 'both, or no order' }[driver.direction],
    markup`<span class="meter" style="width:${((7 * driver.share) / most).toFixed(2)}rem"></span> ${percent(driver.share, 0)}`,
  ]),
})}${notes.map((note) => markup`<p class="note">${note}.</p>`)}</section>`;
}

/** What the data looked like, above all what they should not know. */
export function datasetSection(dataset: DatasetReport | null): Markup | null {
  if (dataset === null) return null;
  const { suspects, features, rows, positives, months, pool } = dataset;
  const rate = positives === null ? '' : `, ${whole(positives)} positive (${percent(positives / rows)})`;
  return markup`<section aria-labelledby="data"><h2 id="data">The data</h2>
<p>${whole(rows)} rows of ${dataset.source}${rate}.</p>
${suspects.map(
  ({ feature, signs }) =>
    markup`<p class="verdict failed">Look at “${feature}”: ${signs.map(({ words }) => words).join('; ')}.</p>`,
)}
<details><summary>${features.length} features</summary>${drawTable({
    caption: 'The features',
    head: ['feature', 'kind', figure('missing'), figure('different values'), figure('AUC alone')],
    rows: features.map(({ name, type, missing, distinct, auc }) => [
      name,
      type,
      figure(percent(missing)),
      figure(whole(distinct)),
      figure(fixed(auc.value, 3)),
    ]),
  })}</details>
${
  months === null
    ? null
    : markup`<details><summary>${months.length} months</summary>${drawTable({
        caption: 'The label by month',
        head: ['month', figure('rows'), figure('mean of the label')],
        rows: months.map(({ month, rows: own, labelMean }) => [month, figure(whole(own)), figure(fixed(labelMean, 3))]),
      })}</details>`
}
${
  pool === null
    ? null
    : markup`<p class="note">Today's pool has ${whole(pool.people)} people; a classifier tells them from the examples with an AUC of ${fixed(pool.classifier.value, 2)} (0.5: not at all).</p>`
}</section>`;
}
