import { type ModelEvaluation, type Suggestion, type Trade } from '#strata/models/proof/evaluation';
import {
  drawChart,
  drawTable,
  figure,
  type Markup,
  markup,
  percent,
  range,
  type TableCell,
  whole,
} from '#strata/platform/pages';
import { RULES, score } from './parts/words.js';

/** The draggable threshold with what it means in people and money, and the same as tables. */
export function thresholdPanel(evaluation: ModelEvaluation): Markup | null {
  const { trades, thresholds } = evaluation;
  if (trades === null || thresholds === null) return null;
  const suggestions = [...thresholds].sort((a, b) => order(a) - order(b));
  return markup`<section aria-labelledby="choose"><h2 id="choose">Choose the threshold</h2>
${panel(evaluation, trades, suggestions)}
${profitChart(evaluation, trades)}
<h3>Thresholds worth looking at</h3>
${suggestionTable(evaluation, suggestions)}
<details><summary>All thresholds in steps of about 5 %</summary>${allTable(evaluation, trades)}</details>
</section>`;
}

const ORDER: readonly Suggestion['rule'][] = ['profit', 'knee', 'max-f1', 'coverage'];

function order({ rule }: Suggestion): number {
  return ORDER.indexOf(rule);
}

function panel(evaluation: ModelEvaluation, trades: readonly Trade[], suggestions: readonly Suggestion[]): Markup {
  const first = suggestions[0];
  const start = first === undefined ? 0 : nearestIndex(trades, first);
  const leavesOut = evaluation.profit?.role === 'natural';
  return markup`<div class="panel">
<div class="script"><label for="threshold">Drag the threshold</label>
<input type="range" id="threshold" min="0" max="${trades.length - 1}" step="1" value="${start}">
<div class="ends"><span>${leavesOut ? 'leave out nobody' : 'select nobody'}</span><span>${leavesOut ? 'leave out everybody' : 'select everybody'}</span></div></div>
<div class="buttons script" role="group" aria-label="Suggested thresholds">${suggestions.map(
    (suggestion) =>
      markup`<button type="button" data-index="${nearestIndex(trades, suggestion)}" aria-pressed="false">${RULES[suggestion.rule].name}</button>`,
  )}${evaluation.profit === null ? markup`<button type="button" id="best">Pays best</button>` : null}</div>
<dl class="tiles">${tiles(evaluation, first ?? trades.at(-1))}</dl>
<div class="fields script"><label for="audience">People in your audience</label><input type="number" id="audience" min="1" step="1" value="${evaluation.metrics.rows}"> ${
    evaluation.profit === null
      ? markup`<label for="value">A conversion brings</label><input type="number" id="value" min="0" step="any"> <label for="cost">A contact costs</label><input type="number" id="cost" min="0" step="any">`
      : null
  }</div>
<p class="note script">Figures are those of the judged rows, scaled to your audience: they hold where its people are like these (strata models drift tells).</p>
</div>`;
}

function tiles({ profit }: ModelEvaluation, shown: Trade | undefined): readonly Markup[] {
  if (shown === undefined) return [];
  const { money } = shown;
  const leavesOut = profit?.role === 'natural';
  const tile = (id: string, name: string, value: string, small = '') =>
    markup`<div><dt>${name}</dt><dd id="tile-${id}">${value}<small>${small}</small></dd></div>`;
  return [
    tile(
      'threshold',
      'Threshold',
      score(shown.threshold),
      leavesOut ? 'leave out from here up' : 'select from here up',
    ),
    tile(
      'people',
      profit === null ? 'Selected' : 'Contacted',
      whole(money?.contacted ?? shown.selected),
      `${percent(money?.share ?? shown.share)} of all`,
    ),
    tile('cost', 'Cost', whole(money?.cost ?? null)),
    tile(
      'profit',
      profit?.basis === 'gross' ? 'Profit (gross)' : 'Profit',
      whole(money?.profit.value ?? null),
      money === null ? '' : `${whole(money.profit.lower)} to ${whole(money.profit.upper)}`,
    ),
    tile('conversions', 'Expected conversions', whole(money?.conversions ?? shown.precision * shown.selected)),
    ...(profit?.basis === 'incremental'
      ? [tile('increment', 'Because of the offer', whole(money?.increment ?? null))]
      : []),
    tile(
      'found',
      'Found',
      percent(shown.recall),
      leavesOut ? 'of those who buy anyway are left out' : 'of all who convert are among them',
    ),
    tile(
      'precision',
      'Precision',
      percent(shown.precision),
      leavesOut ? 'of the left out buy anyway' : 'of the selected convert',
    ),
  ];
}

function profitChart({ profit }: ModelEvaluation, trades: readonly Trade[]): Markup | null {
  if (profit === null) return null;
  const points = trades.flatMap(({ money }) => (money === null ? [] : [money])).toSorted((a, b) => a.share - b.share);
  const bounds = points.flatMap(({ profit: { lower, upper } }) => [lower, upper, 0]);
  const everybody = points.at(-1)?.profit.value ?? 0;
  const basis = profit.basis === 'gross' ? ' (gross: every conversion counts)' : '';
  return drawChart({
    id: 'profit',
    title: 'Profit against the share of people contacted',
    description: `The band is where the profit of as many other people would lie 95 times of 100. Contacting everybody brings ${whole(everybody)}${basis}. Drag on the picture.`,
    x: { label: 'share of people contacted', from: 0, to: 1, format: (value) => percent(value, 0) },
    y: { label: 'profit', from: Math.min(...bounds), to: Math.max(...bounds), format: whole },
    series: [
      { name: 'profit', look: 'main', points: points.map(({ share, profit: { value } }) => [share, value]) },
      {
        name: 'contacting everybody',
        look: 'reference',
        points: [
          [0, everybody],
          [1, everybody],
        ],
      },
    ],
    band: points.map(({ share, profit: { lower, upper } }) => ({ x: share, low: lower, high: upper })),
    marker: 'point',
    wide: true,
  });
}

function suggestionTable(evaluation: ModelEvaluation, suggestions: readonly Suggestion[]): Markup {
  return drawTable({
    caption: 'Thresholds worth looking at, and the trade that each makes',
    head: ['threshold', ...tradeHead(evaluation)],
    rows: suggestions.map((suggestion) => [
      markup`${RULES[suggestion.rule].name}<br><small class="soft">${RULES[suggestion.rule].why}</small>`,
      ...tradeCells(suggestion),
    ]),
    best: 0,
  });
}

function allTable(evaluation: ModelEvaluation, trades: readonly Trade[]): Markup {
  const step = Math.max(1, Math.round(trades.length / 20));
  return drawTable({
    caption: 'All thresholds in steps',
    head: ['of all people', ...tradeHead(evaluation)],
    rows: trades
      .filter((_, index) => (trades.length - 1 - index) % step === 0)
      .map((trade) => [percent(trade.share), ...tradeCells(trade)]),
  });
}

function tradeHead({ profit }: ModelEvaluation): readonly TableCell[] {
  const leavesOut = profit?.role === 'natural';
  return [
    figure('from score'),
    figure(leavesOut ? 'left out' : profit === null ? 'selected' : 'contacted'),
    figure(leavesOut ? 'of whom buy anyway' : 'of whom convert'),
    figure(leavesOut ? 'of all who do' : 'found of all'),
    ...(leavesOut ? [figure('contacted')] : []),
    ...(profit === null ? [] : [figure('cost'), figure('profit')]),
  ];
}

function tradeCells({ threshold, selected, precision, recall, money }: Trade): readonly TableCell[] {
  return [
    figure(score(threshold)),
    figure(whole(selected)),
    figure(percent(precision)),
    figure(percent(recall)),
    ...(money === null
      ? []
      : [
          ...(money.contacted === selected ? [] : [figure(whole(money.contacted))]),
          figure(whole(money.cost)),
          figure(whole(money.profit.value), range(money.profit, whole)),
        ]),
  ];
}

function nearestIndex(trades: readonly Trade[], { selected }: Trade): number {
  const distances = trades.map((trade) => Math.abs(trade.selected - selected));
  return distances.indexOf(Math.min(...distances));
}
