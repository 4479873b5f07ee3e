import { writeFile } from 'node:fs/promises';
import { type ModelDocument, type Segment } from '#strata/engine';
import { type ModelEvaluation } from '#strata/models/proof/evaluation';
import { explainModel, type ModelExplanation } from '#strata/models/proof/explanation';
import { trainingOf } from '#strata/models/training';
import { type UpliftEvaluation } from '#strata/models/proof/uplift';
import { StrataError } from '#sdk';
import { type EvaluateOptions, evaluationMoney } from '../options/evaluate-options.js';
import { exampleOptions, readCatalogue } from '../options/model-options.js';
import { subjectOf } from '../reports/print-evaluation.js';
import { upliftSubjectOf } from '../reports/print-uplift.js';
import { exampleSource } from '../options/source-options.js';
import { type Workspace } from '../workspace/workspace.js';
import { evaluationPage } from './page.js';
import { upliftPage } from './uplift-page.js';

/** What was judged, and how it was asked for. */
interface Judged<E> {
  readonly document: ModelDocument;
  readonly segments: readonly Segment[];
  readonly options: EvaluateOptions;
  readonly evaluation: E;
}

/** People whose scores are explained for the page: enough for what drives a model, not for its curves. */
const EXPLAINED = 100;

/** Writes the page of an evaluation, with what drives the scores. @throws StrataError BAD_FILE, SCORER_… */
export async function writePage(file: string, workspace: Workspace, judged: Judged<ModelEvaluation>): Promise<void> {
  const { evaluation } = judged;
  const { version } = evaluation;
  const page = evaluationPage({
    evaluation,
    subject: subjectOf(evaluation),
    at: Date.now(),
    explanation: version === null ? null : await explain(workspace, judged, version.version),
    dataset: version === null ? null : trainingOf(version).dataset,
  });
  await write(file, page);
}

/** The same for an uplift model. */
export async function writeUpliftPage(
  file: string,
  workspace: Workspace,
  judged: Judged<UpliftEvaluation>,
): Promise<void> {
  const { evaluation, options } = judged;
  const { money } = await evaluationMoney(workspace, options);
  const page = upliftPage({
    evaluation,
    subject: upliftSubjectOf(evaluation),
    at: Date.now(),
    explanation: evaluation.version === null ? null : await explain(workspace, judged, evaluation.version.version),
    money: money?.kind === 'flat' ? money : null,
  });
  await write(file, page);
}

/** What drives the scores of the judged people. */
async function explain(
  workspace: Workspace,
  { document, segments, options }: Judged<unknown>,
  version: number,
): Promise<ModelExplanation> {
  const { where } = exampleOptions(options, segments);
  return await explainModel({
    document,
    source: await exampleSource(options, workspace),
    segments,
    facts: await readCatalogue(workspace.config.rulesDir),
    people: EXPLAINED,
    seed: options.seed,
    version,
    host: await workspace.host(),
    registry: await workspace.registry(),
    ...(where === undefined ? {} : { where }),
  });
}

async function write(file: string, page: string): Promise<void> {
  await writeFile(file, page).catch((error: unknown) => {
    throw new StrataError('BAD_FILE', `${file} cannot be written.`, { cause: error });
  });
}
