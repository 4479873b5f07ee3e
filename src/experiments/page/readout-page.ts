import { drawTable, figure, markup, type Markup, type TableCell, whole, wholePage } from '#strata/platform/pages';
import { type ComparedMetric, type ComparedSegment, type ExperimentReadout } from '../readout/index.js';
import { type StrategyReadout } from '../running/index.js';
import { intervalDrawer } from './interval.js';
import { amountOf, intervalWords, mostWords, pWords, shareWords } from './readout-words.js';

/** What the page of a readout shows. */
export interface ReadoutPageContent {
  /** The one that is to be acted on comes first. */
  readonly readouts: readonly [ComparedOn, ...ComparedOn[]];
  /** What was read, such as the file's name. */
  readonly title: string;
  /** How much of what was planned is reached, in words; null where nothing was planned. */
  readonly plan?: string | null;
  /** When it was read, milliseconds since 1970. */
  readonly at: number;
}

/** One comparison of the same experiment. */
interface ComparedOn {
  /** Who is compared with whom, where there are several comparisons. */
  readonly heading: string;
  readonly readout: ExperimentReadout;
  /** By what people are told apart in its segments, where that is not plain. */
  readonly note?: string;
}

/** The comparisons of a strategy, in the order in which they are told. */
export function comparisonsOf({
  arms,
  treatment,
  bands,
  by,
}: Pick<StrategyReadout, 'arms' | 'treatment' | 'bands' | 'by'>): readonly [ComparedOn, ...ComparedOn[]] | null {
  const [first, ...others] = [
    { heading: 'Arms, by all people who were drawn into them, whatever they got', readout: arms, ...noteOf(...by) },
    {
      heading: 'Offers, beside those who were held out of one',
      readout: treatment,
      ...noteOf(...by, bands),
    },
  ].flatMap(({ readout, ...rest }) => (readout === null ? [] : [{ ...rest, readout }]));
  return first === undefined ? null : [first, ...others];
}

function noteOf(...asked: readonly ({ readonly words: string } | null)[]): Pick<ComparedOn, 'note'> {
  const words = asked.flatMap((one) => one?.words ?? []);
  return words.length === 0 ? {} : { note: words.join(' ') };
}

/** One self-contained page: what to do, whether the experiment is healthy, and what each arm did. */
export function readoutPage({ readouts, title, plan = null, at }: ReadoutPageContent): string {
  const [first] = readouts;
  const { verdict, people, days, reading, control } = first.readout;
  const time = days === null ? '' : ` in ${whole(days)} days`;
  return wholePage({
    title,
    about: 'what the experiment showed',
    subject: `${whole(people)} people${time}, read ${reading}; control is ${control}.`,
    at,
    answer: [
      `${verdict.kind.charAt(0).toUpperCase()}${verdict.kind.slice(1)}.`,
      verdict.words,
      ...(plan === null ? [] : [plan]),
    ],
    body: [
      ...(readouts.length === 1
        ? sectionsOf(first, 2)
        : readouts.flatMap(({ heading, ...compared }, index) => [
            markup`<h2>${heading}</h2>${index === 0 ? null : markup`<p>${compared.readout.verdict.words}</p>`}`,
            ...sectionsOf(compared, 3),
          ])),
      footer(first.readout),
    ],
  });
}

/** @param level of the headings: 2 below the title, 3 below the heading of a comparison */
function sectionsOf({ readout, note }: Omit<ComparedOn, 'heading'>, level: 2 | 3): readonly (Markup | null)[] {
  const h = (words: string, below: 0 | 1 = 0): Markup => markup`<h${level + below}>${words}</h${level + below}>`;
  return [healthSection(readout, h), comparisonSection(readout, h), segmentSection(readout, h, note)];
}

type Heading = (words: string, below?: 0 | 1) => Markup;

function healthSection({ checks, arms }: ExperimentReadout, h: Heading): Markup {
  return markup`<section>${h('Is it healthy?')}
<ul class="checks">${checks.map(
    ({ passed, words, causes }) =>
      markup`<li class="${passed ? 'passed' : 'failed'}">${words}${causes.length === 0 ? null : markup`<ul>${causes.map((cause) => markup`<li>Likely: ${cause}</li>`)}</ul>`}</li>`,
  )}</ul>
${drawTable({
  caption: 'People of each arm',
  head: ['Arm', figure('People'), figure('Conversions')],
  rows: arms.map(({ arm, people, conversions }) => [arm, figure(whole(people)), figure(whole(conversions))]),
})}</section>`;
}

function comparisonSection({ comparisons, primary, control }: ExperimentReadout, h: Heading): Markup | null {
  if (comparisons.length === 0) return null;
  const deciding = comparisons.flatMap(({ arm, metrics }) =>
    metrics.filter(({ metric }) => metric === primary).map((metric) => ({ arm, metric })),
  );
  const draw = intervalDrawer(deciding.map(({ metric }) => metric.difference));
  return markup`<section>${h('What the arms did')}
${h(`What decides: ${deciding[0]?.metric.title ?? ''}`, 1)}
${drawTable({
  caption: `Difference from ${control}`,
  head: ['Arm', figure('Difference'), `Beside ${control}`],
  rows: deciding.map(({ arm, metric }) => [arm, differenceCell(metric), drawn(metric, draw)]),
})}
${h('All figures', 1)}
${drawTable({
  caption: 'All figures of all arms',
  head: [
    'Arm and figure',
    figure(control),
    figure('The arm'),
    figure('Difference'),
    figure('Relative'),
    figure('p, adjusted'),
  ],
  rows: comparisons.flatMap(({ arm, metrics }) =>
    metrics.map((metric) => [
      `${arm}: ${metric.title}`,
      figure(amountOf(metric)(metric.control)),
      figure(amountOf(metric)(metric.treatment)),
      differenceCell(metric),
      figure(metric.relative === null ? '–' : shareWords(metric.relative.value)),
      figure(pWords(metric.adjustedPValue)),
    ]),
  ),
})}
${comparisons.map(({ arm, incrementalConversions, roi }) => [
  incrementalConversions === null
    ? null
    : markup`<p>${arm}: ${intervalWords(incrementalConversions, whole)} conversions because of it.</p>`,
  roi === null ? null : markup`<p>${arm}: a return of ${intervalWords(roi, shareWords)}.</p>`,
])}</section>`;
}

function segmentSection({ segments }: ExperimentReadout, h: Heading, note?: string): Markup | null {
  const about = note === undefined ? null : markup`<p>${note}</p>`;
  if (segments.length === 0) return about === null ? null : markup`<section>${h('For whom')}${about}</section>`;
  const draw = intervalDrawer(segments.map(({ effect }) => effect.difference));
  const hasSeveralArms = segments.some(({ arm }) => arm !== segments[0]?.arm);
  const rowOf = ({ by, value, arm, people, effect }: ComparedSegment): readonly TableCell[] => [
    markup`${value}${hasSeveralArms ? `: ${arm}` : null}<small>${by}</small>`,
    figure(whole(people)),
    differenceCell(effect),
    drawn(effect, draw),
    figure(pWords(effect.adjustedPValue)),
  ];
  return markup`<section>${h('For whom')}
<p>${mostWords(segments)}</p>${about}
${[...new Set(segments.map(({ by }) => by))].map((by) =>
  drawTable({
    caption: `The effect by ${by}`,
    head: ['People', figure('How many'), figure('Difference'), 'Beside control', figure('p, adjusted')],
    rows: segments.filter((segment) => segment.by === by).map(rowOf),
  }),
)}</section>`;
}

function differenceCell(metric: ComparedMetric): TableCell {
  const amount = amountOf(metric);
  const { value, lower, upper } = metric.difference;
  return figure(amount(value), `[${amount(lower)} to ${amount(upper)}]`);
}

function drawn(metric: ComparedMetric, draw: ReturnType<typeof intervalDrawer>): Markup {
  return draw(metric.difference, intervalWords(metric.difference, amountOf(metric)));
}

function footer({ reading }: ExperimentReadout): Markup {
  const held =
    reading === 'once'
      ? 'Intervals hold the true figure 95 times of 100, once, at the planned end.'
      : 'Intervals hold the true figure on all days together, so that it may be read at any time.';
  return markup`<footer class="note"><h2>What to know</h2><ul><li>${held}</li>
<li>p-values are adjusted: by Holm for what decides, by Benjamini and Hochberg for everything else.</li></ul></footer>`;
}
