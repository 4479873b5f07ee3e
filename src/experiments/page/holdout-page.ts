import { moneyWords, numberWords, percentWords } from '#strata/kernel';
import { drawTable, figure, markup, type Markup, whole, wholePage } from '#strata/platform/pages';
import { type HoldoutFigure, type HoldoutReadout } from '../holdout/index.js';
import { intervalDrawer } from './interval.js';
import { intervalWords, pWords, shareWords } from './readout-words.js';

/** What figures of a hold-out of all are called. */
export const HOLDOUT_FIGURES: Readonly<Record<HoldoutFigure['figure'], string>> = {
  conversions: 'Conversions',
  revenue: 'Revenue',
  profit: 'Profit',
};

/** How a figure of a hold-out of all is written. */
export function holdoutAmount({ unit }: Pick<HoldoutFigure, 'unit'>): (value: number) => string {
  return unit === 'money' ? (value) => moneyWords(value) : (value) => numberWords(Number(value.toFixed(2)));
}

/** Of a verdict: what else is wrong stands among the checks. */
const MOST_SENTENCES = 3;

/** One self-contained page: what everything together earns, whether that can be believed, and the figures. */
export function holdoutPage(readout: HoldoutReadout, at: number): string {
  const { share, seed, days, verdict, notes, heldOut, others, roi, creditedWords: credited } = readout;
  const people = `${whole(heldOut.people)} of ${whole(heldOut.people + others.people)} people are held out`;
  return wholePage({
    title: 'All strategies and campaigns together',
    about: 'what they bring, against the hold-out of all',
    subject: `${people} (${percentWords(share)} declared, seed ${seed}), for ${whole(Math.floor(days))} days; read at any time.`,
    at,
    answer: [
      ...verdict.words.split(/(?<=\.) /).slice(0, MOST_SENTENCES),
      ...(credited === null ? [] : [credited]),
      ...(roi === null ? [] : [`Each 1 that was spent brought ${intervalWords(plusOne(roi), moneyWords)} back.`]),
    ],
    body: [figureSection(readout), healthSection(readout), footer(notes)],
  });
}

/** What came back of each 1: the return and the 1 itself. */
function plusOne({ value, lower, upper, level }: NonNullable<HoldoutReadout['roi']>) {
  return { value: value + 1, lower: lower + 1, upper: upper + 1, level };
}

function figureSection({ figures }: HoldoutReadout): Markup | null {
  if (figures.length === 0) return null;
  const [counts, money] = [
    figures.filter(({ unit }) => unit === 'count'),
    figures.filter(({ unit }) => unit === 'money'),
  ];
  const drawers = new Map(
    [counts, money].flatMap((some) => {
      const draw = intervalDrawer(some.map(({ difference }) => difference));
      return some.map((one) => [one, draw] as const);
    }),
  );
  return markup`<section><h2>What they bring, per 1,000 people</h2>
${drawTable({
  caption: 'Both sides, per 1,000 people',
  head: ['Figure', figure('Held out'), figure('Others'), figure('Difference'), 'Beside the held-out'],
  rows: figures.map((one) => {
    const amount = holdoutAmount(one);
    const { value, lower, upper } = one.difference;
    return [
      HOLDOUT_FIGURES[one.figure],
      figure(amount(one.heldOut)),
      figure(amount(one.others)),
      figure(amount(value), `[${amount(lower)} to ${amount(upper)}]`),
      drawers.get(one)?.(one.difference, intervalWords(one.difference, amount)) ?? '',
    ];
  }),
})}
<h3>In all</h3>
${drawTable({
  caption: 'Because of all strategies and campaigns together',
  head: ['Figure', figure('Because of it'), figure('Relative'), figure('p')],
  rows: figures.map((one) => {
    const { value, lower, upper } = one.inAll;
    return [
      HOLDOUT_FIGURES[one.figure],
      figure(whole(value), `[${whole(lower)} to ${whole(upper)}]`),
      figure(one.relative === null ? '–' : shareWords(one.relative.value)),
      figure(pWords(one.pValue)),
    ];
  }),
})}</section>`;
}

function healthSection({ checks, heldOut, others }: HoldoutReadout): Markup {
  return markup`<section><h2>Can it be believed?</h2>
<ul class="checks">${checks.map(
    ({ passed, words, causes }) =>
      markup`<li class="${passed ? 'passed' : 'failed'}">${words}${causes.length === 0 ? null : markup`<ul>${causes.map((cause) => markup`<li>Likely: ${cause}</li>`)}</ul>`}</li>`,
  )}</ul>
${drawTable({
  caption: 'People of both sides',
  head: ['Side', figure('People'), figure('Got an offer'), figure('Conversions')],
  rows: [
    { side: 'Held out', ...heldOut },
    { side: 'Others', ...others },
  ].map(({ side, people, reached, conversions }) => [
    side,
    figure(whole(people)),
    figure(whole(reached)),
    figure(whole(conversions)),
  ]),
})}</section>`;
}

function footer(notes: readonly string[]): Markup {
  return markup`<footer class="note"><h2>What to know</h2><ul>
${notes.map((note) => markup`<li>${note}</li>`)}
<li>Intervals hold the true figure on all days together, so that it may be looked at every week, for years.</li></ul></footer>`;
}
