import { type Language } from '#strata/kernel/texts';
import { fixed, percent, whole } from '#strata/platform/pages';
import { type ReadReport } from '../../contract/index.js';
import { type Bounded, type HeldOut, type JudgedForecast, type LifetimeReport } from '../findings/lifetime-report.js';
import { analysisPhrases } from '../../words/index.js';
import { judgingParts, parameterPart } from './judging-parts.js';
import { stageAnswer, stageParts } from './stage-parts.js';
import { boundsOf, moneyOf, offBy, peopleWords, purchaseWords } from './words.js';

/** The report as a marketer reads it. */
export function readLifetime(report: LifetimeReport): ReadReport {
  const { base, observed, heldOut } = report;
  return {
    subject: `${peopleWords(base.people)} who bought on ${whole(observed.purchases)} days in all from ${observed.from} to ${observed.to}, ${percent(observed.cameBack / base.people, 0)} of them on more than one; foretold by ${report.name}.`,
    answer: [worthSentence(report), ...judgedSentences(report), ...stageAnswer(report)],
    parts: [
      ...(heldOut === null ? [] : judgingParts(report, heldOut)),
      ...stageParts(report),
      parameterPart(report),
    ].filter((part) => part !== null),
    notes: [
      'Several purchases on one day count once.',
      'The interval holds what is uncertain if customers go on by the model’s rules: what was held out says how far they did.',
      'What people are expected to bring is not what a campaign would add: only an experiment shows that.',
      'Whoever bought once counts as still buying for certain by some models: the figure says nothing about loyalty, and ranks nobody.',
      ...report.notes,
    ],
  };
}

function worthSentence(report: LifetimeReport): string {
  const { base, horizon } = report;
  const money = (amount: number) => moneyOf(report, amount);
  const customers = base.people === 1 ? 'The 1 customer is' : `The ${whole(base.people)} customers are`;
  const purchases = `${purchaseWords(base.purchases.value)} ${boundsOf(base.purchases, whole)}`.trim();
  const time = `in the next ${whole(horizon)} days`;
  if (base.value === null) return `${customers} expected to make ${purchases} ${time}.`;
  const worth = `${money(base.value.value)} ${boundsOf(base.value, whole)}`.trim();
  return `${customers} worth ${worth} ${time}: ${purchases}.`;
}

function judgedSentences({ heldOut, notJudged }: LifetimeReport): readonly string[] {
  if (heldOut === null) return [`Whether that can be believed was not judged. ${notJudged ?? ''}`.trim()];
  const [asked, ...rivals] = heldOut.forecasts;
  if (asked === undefined) return [];
  return [
    `Of the last ${whole(heldOut.days)} days, which it had not seen, the model foretold ${whole(asked.purchases.value)} of ${purchaseWords(heldOut.purchases)} (${offBy(asked.purchases.value, heldOut.purchases)})${rivals.length === 0 ? '' : `; ${rivals.map((rival) => rivalWords(rival, heldOut)).join(', ')}`}.`,
    intervalSentence(asked.purchases, heldOut),
    ...rivals.map((rival) => comparedSentence(asked, rival, heldOut)),
  ].filter((sentence) => sentence !== null);
}

function rivalWords({ name, purchases }: JudgedForecast, heldOut: HeldOut): string {
  return `${name.toLowerCase()} ${whole(purchases.value)} (${offBy(purchases.value, heldOut.purchases)})`;
}

function intervalSentence({ lower, upper }: Bounded, { purchases }: HeldOut): string | null {
  if (lower === null || upper === null) return null;
  const [from, to] = [whole(lower), whole(upper)];
  if (purchases < lower || purchases > upper) {
    return `Its interval of then, ${from} to ${to}, did not hold what came: take that of now for too narrow.`;
  }
  return `Its interval of then, ${from} to ${to}, held what came.`;
}

/** Which of two was nearer to what each customer bought, and ordered them better. */
function comparedSentence(asked: JudgedForecast, rival: JudgedForecast, { buyers, people }: HeldOut): string {
  const name = rival.name.toLowerCase();
  const errors = `off by ${fixed(asked.meanAbsoluteError, 2)} purchases a customer, ${name} by ${fixed(rival.meanAbsoluteError, 2)}`;
  const ranks = `AUC ${fixed(asked.auc.value, 3)} against ${fixed(rival.auc.value, 3)}`;
  const exact = `Against ${name} the model is ${EXACT[verdictOf(rival.beaten?.meanAbsoluteError)]} (${errors})`;
  // Where everybody bought, or nobody, there is nobody to be found.
  if (buyers === 0 || buyers === people) return `${exact}.`;
  const ranked = RANKED[verdictOf(rival.beaten?.auc)];
  const ordered =
    (rival.gini ?? 0) > (asked.gini ?? 0)
      ? ` By what customers brought ${name} ordered them better (Gini ${fixed(rival.gini, 3)} against ${fixed(asked.gini, 3)}).`
      : '';
  return `${exact}, and finds who will buy ${ranked} (${ranks}).${ordered}`;
}

type Verdict = 'better' | 'worse' | 'unsure';

const EXACT: Readonly<Record<Verdict, string>> = {
  better: 'more exact',
  worse: 'less exact',
  unsure: 'no more exact for sure',
};

const RANKED: Readonly<Record<Verdict, string>> = { better: 'better', worse: 'worse', unsure: 'no better for sure' };

function verdictOf(difference: Bounded | undefined): Verdict {
  if ((difference?.lower ?? 0) > 0) return 'better';
  return (difference?.upper ?? 0) < 0 ? 'worse' : 'unsure';
}

/** Where own rate was no less exact on what was held out. */
export function warnOf({ heldOut }: LifetimeReport, language?: Language): string | null {
  const [asked, ...rivals] = heldOut?.forecasts ?? [];
  const rule = rivals.find(({ plugin }) => plugin === 'own-rate');
  if (asked === undefined || rule === undefined) return null;
  if (verdictOf(rule.beaten?.meanAbsoluteError) === 'better') return null;
  return analysisPhrases(language).warnings.asSoFar(rule.meanAbsoluteError, asked.meanAbsoluteError);
}
