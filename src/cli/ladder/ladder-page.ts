import { equalWords, type Ladder, type LadderFigures, type LadderLevel } from '#strata/measurement/backtest';
import { type Estimate } from '#strata/statistics';
import {
  drawTable,
  figure,
  type Markup,
  markup,
  percent,
  range,
  type TableCell,
  whole,
  wholePage,
} from '#strata/platform/pages';
import { drawBars } from './ladder-chart.js';

/** What the page of a ladder shows. */
export interface LadderPageContent {
  readonly ladder: Ladder;
  /** When it was replayed, milliseconds since 1970. */
  readonly at: number;
}

/** One self-contained page: what each layer of a strategy earns. */
export function ladderPage({ ladder, at }: LadderPageContent): string {
  const { strategy, history, source, sentences, obstacle } = ladder;
  return wholePage({
    title: strategy.title,
    about: 'what each layer earns',
    subject: `Replayed on ${whole(history.test)} rows (${whole(history.people)} people) of ${source}, ${whole(history.conversions)} conversions.`,
    at,
    answer: [...(obstacle === null ? [] : [`Nothing is proven: ${obstacle}`]), ...sentences],
    body: [equalSection(ladder), naturalSection(ladder), stepSection(ladder), footer(ladder)],
  });
}

function equalSection({ levels, equal, basis }: Ladder): Markup {
  const words = equalWords(equal);
  return markup`<section><h2>At equal size, ${words}</h2>
${drawBars(
  `Profit ${words}`,
  levels.map((one) => ({ name: one.level, estimate: one.equal.profit })),
  whole,
)}
${figuresTable(
  `All figures ${words}`,
  levels.map((one) => [one, one.equal]),
  basis,
)}</section>`;
}

function naturalSection({ levels, basis }: Ladder): Markup {
  return markup`<section><h2>Everybody whom each would reach</h2>
${drawBars(
  'Profit at natural size',
  levels.map(({ level, natural }) => ({ name: level, estimate: natural.profit })),
  whole,
)}
${figuresTable(
  'All figures at natural size',
  levels.map((one) => [one, one.natural]),
  basis,
)}</section>`;
}

function figuresTable(
  caption: string,
  levels: readonly (readonly [LadderLevel, LadderFigures])[],
  basis: Ladder['basis'],
): Markup {
  return drawTable({
    caption,
    head: [
      'Level',
      figure('People'),
      figure('Conversions'),
      ...(basis === 'gross' ? [] : [figure('Because of it')]),
      figure('Cost'),
      figure('Profit'),
      figure('ROI'),
    ],
    rows: levels.map(([{ level, title }, { audience, conversions, incremental, cost, profit, roi }]) => [
      markup`${level}<small> ${title}</small>`,
      figure(whole(audience)),
      withRange(conversions),
      ...(incremental === null ? [] : [withRange(incremental)]),
      withRange(cost),
      withRange(profit),
      roi === null ? figure('–') : withRange(roi, (share) => percent(share, 0)),
    ]),
  });
}

function stepSection({ levels, basis }: Ladder): Markup | null {
  const steps = levels.flatMap(({ level, step }) => (step === null ? [] : [{ level, step }]));
  if (steps.length === 0) return null;
  return markup`<section><h2>What each step adds</h2>
${drawTable({
  caption: 'From one level to the next, at equal size',
  head: [
    'Level',
    'Beside',
    figure('Profit more'),
    figure(basis === 'gross' ? 'Revenue more' : 'Incremental revenue more'),
  ],
  rows: steps.map(({ level, step }) => [
    level === 'human rule' ? 'predictive' : level,
    level === 'human rule' ? 'human rule' : step.from,
    withRange(step.profit),
    withRange(step.value, (share) => percent(share, 0)),
  ]),
})}
<p class="note">Practitioners report 200 to 300 % more revenue from trigger to predictive targeting; this is what this history shows.</p></section>`;
}

function withRange(estimate: Estimate, format: (value: number) => string = whole): TableCell {
  if (!Number.isFinite(estimate.value)) return figure('–');
  return figure(format(estimate.value), Number.isFinite(estimate.lower) ? range(estimate, format) : '');
}

function footer({ basis, notes }: Ladder): Markup {
  const read =
    basis === 'gross'
      ? 'Every conversion counts as earned (gross); profit = margin × value − cost.'
      : '“Because of it” is what those with the offer did beyond those without; profit = margin × its value − cost.';
  return markup`<footer class="note"><h2>What to know</h2><ul><li>${read}</li>
<li>The intervals of a figure hold the true one of all levels together 95 times of 100. That of a step is for itself: where it holds 0, the step is a draw.</li>
${notes.map((note) => markup`<li>${note}</li>`)}</ul></footer>`;
}
