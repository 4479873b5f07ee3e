import { type ModelExplanation } from '#strata/models/proof/explanation';
import { type MoneySource } from '#strata/models/proof/evaluation';
import { type UpliftEvaluation } from '#strata/models/proof/uplift';
import { type UpliftReport } from '#strata/models/training';
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
  wholePage,
} from '#strata/platform/pages';
import { SCRIPT } from './parts/script.js';
import { driverSection } from './report-sections.js';

type Treatment = UpliftReport['treatments'][number];
type Outcome = UpliftReport['outcome'];

/** What a treatment brings more of. */
function more(outcome: Outcome): string {
  return outcome === 'success' ? 'More successes' : 'More value';
}

/** A level or a change for people: a share, or a value in its own unit. */
function formatOf(outcome: Outcome): (value: number) => string {
  return outcome === 'success' ? (value) => percent(value) : (value) => fixed(value, 2);
}

/** What the page of an uplift model shows. */
export interface UpliftPageContent {
  readonly evaluation: UpliftEvaluation;
  /** What was judged on which rows, in one sentence. */
  readonly subject: string;
  /** When it was judged, milliseconds since 1970. */
  readonly at: number;
  readonly explanation: ModelExplanation | null;
  /** Null where nobody said what a success is worth: the page then asks. */
  readonly money: Extract<MoneySource, { readonly kind: 'flat' }> | null;
}

/** One self-contained page: whom to treat, how many more successes that brings, and what it costs. */
export function upliftPage({ evaluation, subject, at, explanation, money }: UpliftPageContent): string {
  const { report, model, notes } = evaluation;
  const [first] = report.treatments;
  // Where something else than chance chose the treated, how many to treat cannot be told from them.
  const dragged = first === undefined || first.balance?.differs === true ? null : first;
  return wholePage({
    title: model.title,
    about: 'which threshold, and what will it cost',
    subject,
    at,
    answer: [...(evaluation.leakage === null ? [] : [`Look first: ${evaluation.leakage.words}.`]), ...report.verdicts],
    body: [
      ...(dragged === null ? [] : [sharePanel(dragged, money, report.outcome)]),
      ...report.treatments.map((treatment) => treatmentSection(treatment, treatment === dragged, report.outcome)),
      choiceSection(report),
      driverSection(explanation),
      markup`<footer class="note"><h2>What to know</h2><ul>${notes.map((note) => markup`<li>${note}.</li>`)}
<li>${more(report.outcome)}: those of the treated minus those of as many people of the control group, in a random test.</li>
<li>Intervals hold the true figure 95 times of 100.</li></ul></footer>`,
    ],
    script: {
      code: SCRIPT,
      report: {
        rows: dragged?.rows.treated ?? 0,
        role: 'response',
        basis: 'incremental',
        trades: dragged === null ? [] : tradesOf(dragged, money),
      },
    },
  });
}

/** What treating the best share of people brings, for the script: measured among the treated. */
function tradesOf({ contenders, rows }: Treatment, money: UpliftPageContent['money']): readonly object[] {
  const curve = contenders.find(({ selector }) => selector === 'model')?.curve ?? [];
  return curve.map(({ share, gain }) => {
    const selected = Math.round(share * rows.treated);
    const cost = (money?.cost ?? 0) * selected;
    return {
      threshold: null,
      selected,
      share,
      precision: null,
      recall: null,
      increment: gain,
      money:
        money === null
          ? null
          : {
              contacted: selected,
              share,
              cost,
              conversions: null,
              increment: gain,
              profit: { value: money.value * gain - cost, lower: null, upper: null },
            },
    };
  });
}

function sharePanel(treatment: Treatment, money: UpliftPageContent['money'], outcome: Outcome): Markup {
  const curve = treatment.contenders.find(({ selector }) => selector === 'model')?.curve ?? [];
  const last = curve.length - 1;
  const tile = (id: string, name: string) =>
    markup`<div><dt>${name}</dt><dd id="tile-${id}">–<small></small></dd></div>`;
  return markup`<section aria-labelledby="choose"><h2 id="choose">Choose how many to treat</h2>
<div class="panel script">
<label for="threshold">Drag the share of people who get ${treatment.treatment}, by the model’s ranking</label>
<input type="range" id="threshold" min="0" max="${last}" step="1" value="${Math.round(0.3 * last)}">
<div class="ends"><span>nobody</span><span>everybody</span></div>
<div class="buttons">${[0.1, 0.2, 0.3, 0.5, 1].map(
    (share) =>
      markup`<button type="button" data-index="${Math.round(share * last)}" aria-pressed="false">${percent(share, 0)}</button>`,
  )}<button type="button" id="best">Pays best</button></div>
<dl class="tiles">${tile('people', 'Treated')}${tile('increment', more(outcome))}${tile('cost', 'Cost')}${tile('profit', 'Profit')}</dl>
<div class="fields"><label for="audience">People in your audience</label><input type="number" id="audience" min="1" step="1" value="${treatment.rows.treated}"> ${
    money === null
      ? markup`<label for="value">A success brings</label><input type="number" id="value" min="0" step="any"> <label for="cost">Treating somebody costs</label><input type="number" id="cost" min="0" step="any">`
      : null
  }</div>
<p class="note">Measured among the ${whole(treatment.rows.treated)} treated people, scaled to your audience. The best share was looked for on these rows: check it on others.</p>
</div>
<details><summary>All shares in steps of 10 %</summary>${shareTable(treatment, money, outcome)}</details></section>`;
}

function shareTable({ contenders, rows }: Treatment, money: UpliftPageContent['money'], outcome: Outcome): Markup {
  const curve = contenders.find(({ selector }) => selector === 'model')?.curve ?? [];
  const step = Math.max(1, Math.round(curve.length / 10));
  return drawTable({
    caption: 'All shares in steps',
    head: [
      'treated',
      figure('people'),
      figure(more(outcome).toLowerCase()),
      ...(money === null ? [] : [figure('cost'), figure('profit')]),
    ],
    rows: curve
      .filter((_, index) => (curve.length - 1 - index) % step === 0)
      .map(({ share, gain }) => {
        const cost = (money?.cost ?? 0) * Math.round(share * rows.treated);
        const ofMoney = money === null ? [] : [figure(whole(cost)), figure(whole(money.value * gain - cost))];
        return [percent(share), figure(whole(Math.round(share * rows.treated))), figure(whole(gain)), ...ofMoney];
      }),
  });
}

const NAMES = { model: 'the model', 'response model': 'response model', random: 'chance', 'human rule': 'human rule' };
const LOOKS = { model: 'main', 'response model': 'second', random: 'reference', 'human rule': 'third' } as const;

function treatmentSection(treatment: Treatment, isDragged: boolean, outcome: Outcome): Markup {
  const { rows, contenders, topShare, balance } = treatment;
  const format = formatOf(outcome);
  return markup`<section><h2>${treatment.treatment}</h2>
<p>${effectSentence(treatment, outcome)} (${whole(rows.treated)} treated, ${whole(rows.controls)} controls).</p>
${balance === null ? null : markup`<p class="note">Before it: ${balance.words}.</p>`}
<div class="charts">${qiniChart(treatment, isDragged, outcome)}${decileChart(treatment, outcome)}</div>
${drawTable({
  caption: `Ways to rank people for ${treatment.treatment}`,
  head: ['who ranks', figure('Qini'), figure('model is ahead by'), figure(`uplift of the top ${percent(topShare, 0)}`)],
  rows: contenders.map(({ selector, title, metrics, modelAhead }) => [
    markup`${NAMES[selector]}<br><small class="soft">${title}</small>`,
    figure(fixed(metrics.qini.value), range(metrics.qini)),
    modelAhead === null ? figure('') : figure(fixed(modelAhead.qini.value), range(modelAhead.qini)),
    figure(format(metrics.upliftAt.value), range(metrics.upliftAt, format)),
  ]),
})}</section>`;
}

/** The difference between treated and controls: an effect only where chance chose the treated. */
function effectSentence({ effect, balance }: Treatment, outcome: Outcome): string {
  const format = formatOf(outcome);
  const difference = `${format(effect.value)} ${range(effect, format)}`;
  if (balance?.differs === true) {
    return `The treated and the controls differ by ${difference}, and chance did not choose them: this is no effect`;
  }
  return `Given to everybody it brings ${difference} ${outcome === 'success' ? 'more successes' : 'more a person'}`;
}

function qiniChart({ contenders, treatment }: Treatment, isDragged: boolean, outcome: Outcome): Markup {
  const gains = contenders.flatMap(({ curve }) => curve.map(({ gain }) => gain));
  return drawChart({
    id: 'qini',
    title: `Qini: ${more(outcome).toLowerCase()} by ${treatment}`,
    description: 'The more a line bends above chance, the better it finds those whom the treatment moves.',
    x: { label: 'share of people treated', from: 0, to: 1, format: (value) => percent(value, 0) },
    y: { label: more(outcome).toLowerCase(), from: Math.min(0, ...gains), to: Math.max(1, ...gains), format: whole },
    series: contenders.map(({ selector, curve }) => ({
      name: NAMES[selector],
      look: LOOKS[selector],
      points: selector === 'random' ? ends(curve) : curve.map(({ share, gain }) => [share, gain] as const),
    })),
    ...(isDragged ? { marker: 'point' as const } : {}),
  });
}

/** Chance is a straight line. */
function ends(curve: readonly { readonly gain: number }[]): readonly (readonly [number, number])[] {
  return [
    [0, 0],
    [1, curve.at(-1)?.gain ?? 0],
  ];
}

function decileChart({ deciles }: Treatment, outcome: Outcome): Markup {
  const axis = outcome === 'success' ? (value: number) => percent(value, 0) : (value: number) => fixed(value, 1);
  const tenths = deciles.filter(({ uplift }) => Number.isFinite(uplift.value));
  const bounds = [0, ...tenths.flatMap(({ uplift, predicted }) => [uplift.lower, uplift.upper, predicted])];
  return drawChart({
    id: 'deciles',
    title: 'Promised and measured, by tenths',
    description:
      'People by the model’s uplift, the highest tenth first: what a random test showed, with 95 % intervals.',
    x: { label: 'tenth of people', from: 0.5, to: Math.max(1, deciles.length) + 0.5, format: (value) => whole(value) },
    y: { label: 'uplift', from: Math.min(...bounds), to: Math.max(...bounds), format: axis },
    series: [
      { name: 'promised', look: 'second', points: deciles.map(({ predicted }, index) => [index + 1, predicted]) },
    ],
    bars: tenths.map(({ uplift }) => ({
      x: deciles.findIndex((decile) => decile.uplift === uplift) + 1,
      y: uplift.value,
      low: uplift.lower,
      high: uplift.upper,
    })),
  });
}

function choiceSection({ choices, treatments, outcome: kind }: UpliftReport): Markup | null {
  if (choices === null) return null;
  const format = formatOf(kind);
  const names = ['nothing', ...treatments.map(({ treatment }) => treatment)];
  return markup`<section><h2>Who gets what</h2><p>${choices.verdict.words}</p>
${drawTable({
  caption: 'What would happen if everybody got what somebody chooses',
  head: [
    'who chooses',
    figure(kind === 'success' ? 'successes' : 'mean value'),
    figure('model is ahead by'),
    ...names.map((name) => figure(name)),
  ],
  rows: choices.choosers.map(({ selector, title, outcome, modelAhead, shares }) => [
    selector === 'same for all' ? title : `${selector}: ${title}`,
    figure(format(outcome.value), range(outcome, format)),
    modelAhead === null ? figure('') : figure(format(modelAhead.value), range(modelAhead, format)),
    ...names.map((_, arm) => figure(percent(shares[arm] ?? null, 0))),
  ]),
})}</section>`;
}
