import { type Measure } from '../../charts/axes.js';
import { type ChartTable } from '../../charts/chart-frame.js';
import { type Dragged } from '../../charts/drag-handle.js';
import { LineChart, type Mark } from '../../charts/line-chart.js';
import { type Formats, useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { type Profit, type Trade } from '../evaluation.js';
import { WORDS } from '../words/index.js';

/** What the curves over a threshold show; all of them have one handle. */
interface ThresholdCurves {
  /** From selecting nobody to selecting everybody. */
  readonly trades: readonly Trade[];
  /** The place of the chosen one. */
  readonly at: number;
  /** Places that are pointed out. */
  readonly places: { readonly best: number | null; readonly published: number | null };
  readonly profit: Profit | null;
  readonly scale: number;
  readonly onMove: (at: number) => void;
}

type Words = (typeof WORDS)['en']['threshold'];

function shareMeasure(label: string, { share }: Formats): Measure {
  return { label, from: 0, to: 1, format: share };
}

/** The handle, over whatever the curve is drawn along. */
function draggedOver(
  curves: ThresholdCurves,
  along: (trade: Trade) => number,
  words: Words,
  formats: Formats,
): Dragged {
  const { trades, at, profit, scale, onMove } = curves;
  const trade = trades[at];
  const earned = trade?.money == null ? null : formats.money(trade.money.profit.value * scale);
  return {
    label: words.handle,
    positions: trades.map(along),
    at,
    valueText: words.valueText(formats.share(trade?.share ?? 0), earned, profit?.role === 'natural'),
    onMove,
  };
}

function marksOver(
  { trades, places }: ThresholdCurves,
  along: (trade: Trade) => number,
  words: Words,
): readonly Mark[] {
  const mark = (place: number | null, label: string): readonly Mark[] => {
    const trade = place === null ? undefined : trades[place];
    return trade === undefined ? [] : [{ x: along(trade), label, look: 'reference' }];
  };
  return [...mark(places.published, words.published), ...mark(places.best, words.pays)];
}

const TABLE_STEP = 5;

/** Every so many trades, for who reads the figures. */
function tableOf({ trades, scale }: ThresholdCurves, words: Words, formats: Formats): ChartTable {
  const told = trades.filter((_, place) => place % TABLE_STEP === 0);
  const hasMoney = told.some(({ money }) => money !== null);
  const { share, threshold, profit, cost, recall, precision } = words.table;
  return {
    head: [share, threshold, ...(hasMoney ? [profit, cost] : []), recall, precision],
    rows: told.map((trade) => [
      formats.share(trade.share),
      trade.threshold === null ? '–' : formats.decimal(trade.threshold),
      ...(trade.money === null
        ? []
        : [formats.money(trade.money.profit.value * scale), formats.money(trade.money.cost * scale)]),
      formats.share(trade.recall),
      trade.precision === null ? '–' : formats.share(trade.precision),
    ]),
  };
}

const byShare = ({ share }: Trade): number => share;
const byRecall = ({ recall }: Trade): number => recall;

/** What each threshold earns. */
export function ProfitChart(curves: ThresholdCurves) {
  const words = useWords(WORDS).threshold;
  const formats = useFormats();
  const { trades, at, scale, profit } = curves;
  const isOut = profit?.role === 'natural';
  const earning = trades.flatMap(({ share, money }) =>
    money === null
      ? []
      : [
          {
            x: share,
            y: money.profit.value * scale,
            low: money.profit.lower * scale,
            high: money.profit.upper * scale,
          },
        ],
  );
  const everybody = (isOut ? earning[0] : earning.at(-1))?.y ?? 0;
  const bounds = earning.flatMap(({ low, high }) => [low, high]).concat(0);
  const chosen = earning[at];
  return (
    <LineChart
      title={words.profitTitle}
      sentence={words.profitSentence}
      table={tableOf(curves, words, formats)}
      height={300}
      x={shareMeasure(words.share(isOut), formats)}
      y={{
        label: words.profit,
        from: Math.min(...bounds),
        to: Math.max(...bounds),
        format: formats.count,
      }}
      lines={[
        { name: words.profit, look: 'main', points: earning, band: earning },
        {
          name: words.everybody,
          look: 'reference',
          points: [
            { x: 0, y: everybody },
            { x: 1, y: everybody },
          ],
        },
      ]}
      marks={marksOver(curves, byShare, words)}
      dragged={draggedOver(curves, byShare, words, formats)}
      {...(chosen === undefined ? {} : { chosen })}
    />
  );
}

/** How many of those who convert the highest scores find. */
export function CoverageChart(curves: ThresholdCurves) {
  const words = useWords(WORDS).threshold;
  const formats = useFormats();
  const { trades, at, profit } = curves;
  const chosen = trades[at];
  const points = trades.map(({ share, recall }) => ({ x: share, y: recall }));
  return (
    <LineChart
      title={words.coverageTitle}
      sentence={words.coverageSentence(
        formats.share(chosen?.share ?? 0),
        formats.share(chosen?.recall ?? 0),
        profit?.role === 'natural',
      )}
      table={tableOf(curves, words, formats)}
      x={shareMeasure(words.coverageX, formats)}
      y={shareMeasure(words.coverageY, formats)}
      lines={[
        { name: words.model, look: 'main', points },
        {
          name: words.chance,
          look: 'reference',
          points: [
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ],
        },
      ]}
      marks={marksOver(curves, byShare, words)}
      dragged={draggedOver(curves, byShare, words, formats)}
      {...(chosen === undefined ? {} : { chosen: { x: chosen.share, y: chosen.recall } })}
    />
  );
}

/** Fewer people than these say nothing about a share. */
const LEAST = 20;

/** How many of the chosen convert, against how many of all who convert are chosen. */
export function PrecisionChart(curves: ThresholdCurves) {
  const words = useWords(WORDS).threshold;
  const formats = useFormats();
  const { trades, at } = curves;
  const chosen = trades[at];
  const points = trades.flatMap(({ recall, precision, selected }) =>
    precision === null || selected < LEAST ? [] : [{ x: recall, y: precision }],
  );
  const rate = points.at(-1)?.y ?? 0;
  const most = Math.min(1, 1.1 * Math.max(...points.map(({ y }) => y), rate));
  return (
    <LineChart
      title={words.precisionTitle}
      sentence={words.precisionSentence(formats.share(chosen?.precision ?? 0), formats.share(chosen?.recall ?? 0))}
      table={tableOf(curves, words, formats)}
      x={shareMeasure(words.precisionX, formats)}
      y={{ ...shareMeasure(words.precisionY, formats), to: most }}
      lines={[
        { name: words.model, look: 'main', points },
        {
          name: words.chance,
          look: 'reference',
          points: [
            { x: 0, y: rate },
            { x: 1, y: rate },
          ],
        },
      ]}
      marks={marksOver(curves, byRecall, words)}
      dragged={draggedOver(curves, byRecall, words, formats)}
      {...(chosen?.precision == null ? {} : { chosen: { x: chosen.recall, y: Math.min(most, chosen.precision) } })}
    />
  );
}
