import { type ModelEvaluation } from '#strata/models/proof/evaluation';
import { type CalibrationBin, coverageAt } from '#strata/statistics/prediction';
import { type Interval, shareInterval } from '#strata/statistics';
import {
  drawChart,
  drawTable,
  figure,
  fixed,
  type Markup,
  markup,
  percent,
  range,
  whole,
} from '#strata/platform/pages';

const SHARE = { from: 0, to: 1, format: (value: number) => percent(value, 0) };

/** The curves over the threshold: coverage, lift, precision against recall, calibration. */
export function curveSection(evaluation: ModelEvaluation): Markup | null {
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

/** With its interval: that of as many people as the rows say as much as. */
function shareOf(observed: number, rows: number, effectiveRows: number | undefined): Interval {
  if (effectiveRows === undefined) return shareInterval(Math.round(observed * rows), rows);
  return shareInterval(observed * effectiveRows, effectiveRows);
}

function calibrationChart(bins: readonly CalibrationBin[], { title, description, binary }: CalibrationWords): Markup {
  const bars = bins.map(({ predicted, observed, rows, effectiveRows }) => {
    const sure = binary ? shareOf(observed, rows, effectiveRows) : { lower: observed, upper: observed };
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
export function valueSection({ metrics }: ModelEvaluation): Markup | null {
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
