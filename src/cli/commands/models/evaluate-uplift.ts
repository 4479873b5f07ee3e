import { evaluateUplift } from '#strata/models/proof/uplift';
import { type EvaluateOptions, evaluationMoney } from '../../options/evaluate-options.js';
import { writeUpliftPage } from '../../evaluation-page/write-page.js';
import { currentUser, exampleOptions, type readModel } from '../../options/model-options.js';
import { printJson, printLine } from '../../output/output.js';
import { printUpliftEvaluation } from '../../reports/print-uplift.js';
import { exampleSource } from '../../options/source-options.js';
import { type Workspace } from '../../workspace/workspace.js';

/** Uplift is judged by what a random test shows: no threshold, no calibration of a single score. */
export async function evaluateUpliftModel(
  workspace: Workspace,
  { document, segments }: Awaited<ReturnType<typeof readModel>>,
  options: EvaluateOptions,
): Promise<void> {
  const { version, seed, strategy, folds, html } = options;
  const evaluation = await evaluateUplift({
    ...exampleOptions(options, segments),
    ...(strategy === undefined ? {} : await evaluationMoney(workspace, { ...options, strategy })),
    document,
    source: await exampleSource(options, workspace),
    host: await workspace.host(),
    registry: await workspace.registry(),
    seed,
    ...(version === undefined ? {} : { version }),
    ...(folds === undefined ? {} : { folds }),
  });
  const { version: judged, ...report } = evaluation;
  const recorded = options.record ? judged : null;
  const { passed } = report;
  if (recorded !== null) {
    const { modelId, version: number } = recorded;
    const registry = await workspace.registry();
    await registry.recordEvidence({ modelId, version: number, stage: 'validated', passed, report, by: currentUser() });
  }
  if (html !== undefined) await writeUpliftPage(html, workspace, { document, segments, options, evaluation });
  if (options.json) {
    printJson(evaluation);
    return;
  }
  printUpliftEvaluation(evaluation);
  if (html !== undefined) printLine(`Written: ${html} (open it in a browser)`);
  if (recorded === null) return;
  const outcome = passed ? 'passed' : 'failed';
  printLine(`Recorded: version ${recorded.version} of ${recorded.modelId} ${outcome} stage 1 (validated).`);
}
