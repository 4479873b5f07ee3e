import { type Language } from '#strata/kernel/texts';
import { leakageCheck, type ModelVerdict, suspectsOf, type VerdictCheck, verdictOf } from '../evaluation/index.js';
import { explanationIn } from '../explanation/index.js';
import { fairnessIn } from '../fairness/index.js';
import { storedUplift, trainedForms, upliftIn } from '../../training/index.js';
import { modelPhrases } from '../../words/index.js';
import { type EvidenceTeller, type EvidenceTelling, type StoredReport } from './evidence-tellers.js';
import { storedCheck, storedExplanation, storedFairness, storedJudgement } from './stored-evaluation.js';

/** Tells evaluations again: the verdict, the rivals, what drives the version and how groups fare. */
export const evaluationTeller: EvidenceTeller = {
  stage: 'validated',
  tell: (report, telling) => ({
    ...report,
    ...judgementIn(report, telling),
    ...upliftEvaluationIn(report, telling),
    ...explanationOf(report, telling),
    ...fairnessOf(report, telling.language),
  }),
};

function judgementIn(report: StoredReport, telling: EvidenceTelling): StoredReport {
  const { data: judged } = storedJudgement.safeParse(report);
  if (judged === undefined) return {};
  const { language } = telling;
  const leakage = leakageIn(judged.verdict.checks.find(({ check }) => check === 'leakage') ?? null, telling);
  const { rivals } = modelPhrases(language);
  return {
    verdict: verdictIn(judged.verdict, verdictOf({ ...judged, leakage }, language)),
    rivals:
      judged.rivals?.map((rival) => (rival.selector === 'random' ? { ...rival, title: rivals.byChance } : rival)) ??
      null,
  };
}

/** The words of what was found again; a check that comes out otherwise is told as it was. */
function verdictIn(stored: ModelVerdict, again: ModelVerdict): ModelVerdict {
  const checks = stored.checks.map(
    (check) => again.checks.find((one) => one.check === check.check && one.result === check.result) ?? check,
  );
  const isSame = again.checks.length === checks.length && checks.every((check) => again.checks.includes(check));
  return { passed: stored.passed, headline: isSame ? again.headline : stored.headline, checks };
}

/** The document may say something else by now: then the check is told as it was. */
function leakageIn(stored: VerdictCheck | null, { version, document, language }: EvidenceTelling): VerdictCheck | null {
  if (stored === null) return null;
  const again = leakageCheck(suspectsOf(version), document ?? {}, language);
  const isSame = again?.result === stored.result && String(again.features) === String(stored.features);
  return isSame ? again : stored;
}

function upliftEvaluationIn(report: StoredReport, telling: EvidenceTelling): StoredReport {
  const { data: uplift } = storedUplift.safeParse(report['report']);
  if (uplift === undefined) return {};
  const { data: leakage } = storedCheck.safeParse(report['leakage']);
  return {
    report: upliftIn(uplift, telling.language),
    ...(leakage === undefined ? {} : { leakage: leakageIn(leakage, telling) }),
  };
}

function explanationOf(report: StoredReport, { facts, version, language }: EvidenceTelling): StoredReport {
  const { data: explanation } = storedExplanation.safeParse(report['explanation']);
  if (explanation === undefined) return {};
  return { explanation: explanationIn(explanation, { facts, columns: trainedForms(version), language }) };
}

function fairnessOf(report: StoredReport, language: Language): StoredReport {
  const { data: fairness } = storedFairness.safeParse(report['fairness']);
  return fairness === undefined ? {} : { fairness: fairnessIn(fairness, language) };
}
