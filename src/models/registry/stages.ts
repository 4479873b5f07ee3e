import { z } from 'zod';
import { type Language } from '#strata/kernel/texts';
import { type Problem, StrataError } from '#sdk';
import { modelPhrases } from '../words/index.js';
import {
  type EvidenceHead,
  type ModelEvidence,
  type ModelStage,
  PROVEN_STAGES,
  type ProvenStage,
} from './model-version.js';

/** The stages that have no passed evidence. The latest evidence of a stage counts. */
export function missingStages(evidence: readonly EvidenceHead[]): readonly ProvenStage[] {
  const passed = new Set(evidence.filter((head) => head.passed).map(({ stage }) => stage));
  return PROVEN_STAGES.filter((stage) => !passed.has(stage));
}

/** How far evidence carries a version: a stage counts only with all below it. */
export function climbed(evidence: readonly EvidenceHead[]): ModelStage {
  const [gap] = missingStages(evidence);
  const below = gap === undefined ? PROVEN_STAGES : PROVEN_STAGES.slice(0, PROVEN_STAGES.indexOf(gap));
  return below.at(-1) ?? 'trained';
}

/** The refusal of a promotion: which stages are missing, and the command that proves each. */
export function stageMissing(
  modelId: string,
  version: number,
  evidence: readonly (EvidenceHead & Partial<Pick<ModelEvidence, 'report'>>)[],
  missing: readonly ProvenStage[],
): StrataError {
  const what = missing.map((stage) => `"${stage}"`).join(', ');
  const problems: Problem[] = missing.map((stage) => ({
    message: missingWords(evidence, stage),
    expected: howToProve(stage, modelId, version),
  }));
  problems.push({
    message: 'a named person can let it become champion all the same; who and why are logged',
    expected: `strata models promote ${modelId} ${String(version)} --override "why"`,
  });
  const message = `Version ${String(version)} of "${modelId}" cannot become champion: passed evidence of ${what} is missing.`;
  return new StrataError('STAGE_MISSING', message, { problems });
}

/** What failed evidence said, where it is there, since it tells what to change. */
function missingWords(
  evidence: readonly (EvidenceHead & Partial<Pick<ModelEvidence, 'report'>>)[],
  stage: ProvenStage,
): string {
  const failed = evidence.find((head) => head.stage === stage && !head.passed);
  if (failed === undefined) return `there is no evidence of "${stage}": ${meaningOf(stage)}`;
  const words = reportWords(failed.report ?? {});
  return [`the evidence of "${stage}" failed`, ...(words.length === 0 ? [] : [words.join(' ')])].join(': ');
}

/** What a version has done that has proven a stage, in words; in English unless told. */
export function meaningOf(stage: ProvenStage, language?: Language): string {
  return modelPhrases(language).stages.meaning[stage];
}

/** The command that proves a stage; of several what is between them is in English unless told. */
export function howToProve(stage: ProvenStage, modelId: string, version: number, language?: Language): string {
  if (stage === 'validated') return `strata evaluate ${modelId} --data FILE --version ${String(version)}`;
  if (stage === 'backtested') return 'strata backtest STRATEGY --history FILE';
  return modelPhrases(language).stages.commands(
    `strata experiment plan STRATEGY --model ${modelId} --write`,
    `strata experiment readout STRATEGY --record ${modelId} --of-version ${String(version)}`,
  );
}

const verdict = z.object({
  headline: z.string().optional(),
  checks: z.array(z.object({ result: z.string(), words: z.string() })).optional(),
  sentences: z.array(z.string()).optional(),
  words: z.string().optional(),
});

const planned = z.object({ words: z.string() });

const ofUplift = z.object({ verdicts: z.array(z.string()) });

/** What the report of some evidence says of its version, in sentences: its verdict, and what spoke against it. */
export function reportWords(report: Readonly<Record<string, unknown>>): readonly string[] {
  const { data } = verdict.safeParse(report.verdict);
  if (data === undefined) return ofUplift.safeParse(report.report).data?.verdicts ?? [];
  const { headline, checks = [], sentences = [], words } = data;
  const plan = planned.safeParse(report.plan).data?.words;
  return [
    ...(headline === undefined ? [] : [headline]),
    ...(words === undefined ? [] : [words]),
    ...sentences,
    ...checks.filter(({ result }) => result !== 'passed').map((check) => check.words),
    ...(plan === undefined ? [] : [plan]),
  ];
}
