import { writeFile } from 'node:fs/promises';
import { type PolicyReport, type PolicyResult } from '#strata/measurement/backtest';
import { drawTable, figure, fixed, type Markup, markup, percent, range, type TableCell, whole, wholePage } from '#strata/platform/pages'; // prettier-ignore
import { type Estimate } from '#strata/statistics';
import { StrataError } from '#sdk';
import { drawBars } from '../../ladder/ladder-chart.js';

/** What the page of policies shows. */
interface PoliciesPageContent {
  readonly report: PolicyReport;
  /** When they were judged: milliseconds since 1970. */
  readonly at: number;
}

/** Writes what policies would have brought as a page. @throws StrataError BAD_FILE */
export async function writePoliciesPage(file: string, content: PoliciesPageContent): Promise<void> {
  await writeFile(file, policiesPage(content)).catch((error: unknown) => {
    throw new StrataError('BAD_FILE', `${file} cannot be written.`, { cause: error });
  });
}

/** Sentences at the top; the tables have the rest. */
const MOST_SENTENCES = 4;

/** One self-contained page: what policies would have brought, from the log of another one. */
export function policiesPage({ report, at }: PoliciesPageContent): string {
  const { strategy, history, source, sentences } = report;
  return wholePage({
    title: strategy.title,
    about: 'what policies would have brought',
    subject: `Judged on ${whole(history.rows)} rows (${whole(history.people)} people) of ${source}, ${whole(history.conversions)} conversions.`,
    at,
    answer: sentences.slice(0, MOST_SENTENCES),
    body: [profitSection(report), leadSection(report), waysSection(report), weightSection(report), footer(report)],
  });
}

type Known = Extract<PolicyResult['profit'], { status: 'estimated' }>;

/** The estimate that is told first. */
function told({ dr, snipw }: Known): Estimate {
  return dr ?? snipw;
}

function hundred({ value, lower, upper, level }: Estimate): Estimate {
  return { value: 100 * value, lower: 100 * lower, upper: 100 * upper, level };
}

function profitSection({ policies }: PolicyReport): Markup | null {
  const known = policies.flatMap(({ policy, profit }) => (profit.status === 'estimated' ? [{ policy, profit }] : []));
  const [first] = known;
  if (first === undefined) return null;
  const bars = known.map(({ policy, profit }) => ({ name: policy, estimate: hundred(told(profit)) }));
  const log = { name: 'as it was', estimate: hundred(first.profit.logged) };
  return markup`<section><h2>Profit of every 100</h2>
${drawBars('Profit of every 100 rows, with the interval of each', [...bars, log], whole)}</section>`;
}

function leadSection({ leads }: PolicyReport): Markup | null {
  if (leads.length === 0) return null;
  return markup`<section><h2>Learning beside not learning</h2>
${drawTable({
  caption: 'How far ahead of every 100 rows a policy that learns would have been',
  head: ['Policy', 'Rather than', figure('Profit'), figure('Conversions')],
  rows: leads.map(({ policy, than, profit, conversion }) => [
    policy,
    than,
    withRange(hundred(profit), (value) => signed(value, 1)),
    withRange(hundred(conversion), (value) => signed(value, 2)),
  ]),
})}
<p class="note">An interval that holds 0 is a draw. Each is for itself: of many, some are wrong.</p></section>`;
}

function waysSection({ policies }: PolicyReport): Markup {
  const table = (caption: string, valueOf: (policy: PolicyResult) => PolicyResult['profit'], digits: number) =>
    drawTable({
      caption,
      head: ['Policy', ...['DR', 'SNIPS', 'IPS', 'DM', 'Ahead of the log'].map((name) => figure(name))],
      rows: policies.map((policy) => [policy.policy, ...cellsOf(valueOf(policy), digits)]),
    });
  return markup`<section><h2>Four ways to count</h2>
<h3>Conversions of every 100</h3>${table('Conversions of every 100 rows', ({ conversion }) => conversion, 2)}
<h3>Profit of every 100</h3>${table('Profit of every 100 rows', ({ profit }) => profit, 1)}
<p class="note">IPS: a row that got what the policy gives counts P(the policy gives it) ÷ P(the log gave it). SNIPS: the same, divided by the
sum of these weights. DM: what a model of the rewards expects, and nothing else. DR: the model, corrected by the weighted rows; right
where either the probabilities or the model are.</p></section>`;
}

function cellsOf(value: PolicyResult['profit'], digits: number): readonly TableCell[] {
  if (value.status === 'refused') return ['refused', '–', '–', '–', '–'].map((text) => figure(text));
  const format = (one: number) => signed(one, digits, '');
  const ways = [value.dr, value.snipw, value.ipw, value.dm].map((one) =>
    one === null ? figure('–') : withRange(hundred(one), format),
  );
  return [...ways, withRange(hundred(value.ahead), (one) => signed(one, digits))];
}

function weightSection({ policies }: PolicyReport): Markup {
  return markup`<section><h2>How much the log says about each</h2>
${drawTable({
  caption: 'How much the log says about each policy',
  head: [
    'Policy',
    ...['Rows that tell', 'As good as', 'Largest weight', 'Its share', 'Mean weight'].map((name) => figure(name)),
  ],
  rows: policies.map(({ policy, title, conversion: { weights } }) => [
    markup`${policy}<small> ${title}</small>`,
    figure(whole(weights.matched)),
    figure(whole(weights.effectiveSampleSize)),
    figure(fixed(weights.largest, 1)),
    figure(percent(weights.largestShare)),
    figure(fixed(weights.mean, 3)),
  ]),
})}</section>`;
}

function footer({ policies, notes }: PolicyReport): Markup {
  const refused = policies.flatMap(({ policy, conversion, help }) =>
    conversion.status === 'refused' ? [`${policy}: ${conversion.reason}. ${help ?? ''}`] : [],
  );
  const warned = policies.flatMap(({ policy, warning }) => (warning === null ? [] : [`${policy}: ${warning}`]));
  return markup`<footer class="note"><h2>What to know</h2><ul>
<li>This is computed from what others decided, and is no experiment: people who were never given an offer tell nothing about it.</li>
${[...refused, ...warned, ...notes].map((note) => markup`<li>${note}</li>`)}</ul></footer>`;
}

function withRange(estimate: Estimate, format: (value: number) => string): TableCell {
  if (!Number.isFinite(estimate.value)) return figure('–');
  return figure(format(estimate.value), Number.isFinite(estimate.lower) ? range(estimate, format) : '');
}

function signed(value: number, digits: number, plus = '+'): string {
  return `${value < 0 ? '−' : plus}${fixed(Math.abs(value), digits)}`;
}
