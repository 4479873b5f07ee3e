import { type DatasetReport } from '#strata/models/datasets';
import { type ModelEvaluation } from '#strata/models/proof/evaluation';
import { type ModelExplanation } from '#strata/models/proof/explanation';
import { driftSection } from './drift-section.js';
import { markup, type Markup, wholePage } from '#strata/platform/pages';
import { SCRIPT } from './parts/script.js';
import { answer } from './parts/words.js';
import { curveSection, valueSection } from './curve-sections.js';
import { datasetSection, driverSection } from './report-sections.js';
import { rivalSection } from './rival-section.js';
import { thresholdPanel } from './threshold-panel.js';

/** What the page shows. */
export interface PageContent {
  readonly evaluation: ModelEvaluation;
  /** What was judged on which rows, in one sentence. */
  readonly subject: string;
  /** When it was judged, milliseconds since 1970. */
  readonly at: number;
  /** Null where it is not known; so is the next one. */
  readonly explanation: ModelExplanation | null;
  readonly dataset: DatasetReport | null;
}

/**
 * One self-contained page on which a marketer answers "which threshold, and what will it cost me": it loads nothing, works
 * without a network, on paper and, but for the dragging, without its script.
 */
export function evaluationPage({ evaluation, subject, at, explanation, dataset }: PageContent): string {
  return wholePage({
    title: evaluation.model.title,
    about: 'which threshold, and what will it cost',
    subject,
    at,
    answer: [...suspicion(evaluation), ...answer(evaluation)],
    body: [
      verdictSection(evaluation),
      thresholdPanel(evaluation),
      curveSection(evaluation),
      valueSection(evaluation),
      rivalSection(evaluation),
      driverSection(explanation),
      driftSection(evaluation.drift),
      datasetSection(dataset),
      footer(evaluation),
    ],
    script: { code: SCRIPT, report: reportOf(evaluation) },
  });
}

/** What may be known only after the outcome, before any figure: with it all of them are too good. */
function suspicion({ verdict }: ModelEvaluation): readonly string[] {
  const leakage = verdict.checks.find(({ check }) => check === 'leakage');
  return leakage === undefined ? [] : [`Look first: ${leakage.words}.`];
}

/** What the script reads: the same figures as the report of --json. */
function reportOf({ metrics, trades, profit }: ModelEvaluation): object {
  return { rows: metrics.rows, role: profit?.role ?? 'response', basis: profit?.basis ?? null, trades: trades ?? [] };
}

function verdictSection({ verdict }: ModelEvaluation): Markup {
  return markup`<section aria-labelledby="verdict"><h2 id="verdict">Can it be trusted?</h2>
<p class="verdict">${verdict.headline}</p>
<ul class="checks">${verdict.checks.map(
    ({ check, result, words }) =>
      markup`<li class="${result}"><strong>${LABELS[check]}</strong> ${ANSWERS[result]}: ${words}.</li>`,
  )}</ul></section>`;
}

const LABELS = {
  leakage: 'Was all of it known beforehand?',
  'better than chance': 'Better than chance?',
  'human rule': 'Better than the human rule?',
  champion: 'Better than the champion?',
  calibration: 'Do its probabilities hold?',
} as const;

const ANSWERS = { passed: 'Yes', warned: 'So-so', failed: 'No' } as const;

function footer({ notes, profit }: ModelEvaluation): Markup {
  return markup`<footer class="note"><h2>What to know</h2><ul>${notes.map((note) => markup`<li>${note}.</li>`)}
${
  profit === null
    ? null
    : markup`<li>${
        profit.strategy === null
          ? 'Money is what was said on the command line.'
          : `Money is that of the strategy “${profit.strategy}”, offer “${profit.offer ?? ''}”: margin × order value × additional conversions − contact cost − redeemed face value.`
      }</li><li>The figures of a threshold are measured on the rows that chose it; the check on two halves above says what is left on others.</li>`
}<li>Intervals hold the true figure 95 times of 100.</li></ul></footer>`;
}
