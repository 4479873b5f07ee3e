import { refuseDrifted } from '#strata/models/proof/drift';
import { checkAudience, modelCheck, type ModelPorts } from '../preview/index.js';
import { keepPlan } from '../runs/index.js';
import { type BegunRun } from './begin-run.js';
import { selectionPlan, type SelectPorts } from './select-list.js';

/**
 * Looks once in a run whether the models know its people, before anybody is chosen.
 *
 * @param folder of the run
 * @throws StrataError DRIFT_REFUSED where a model must not score them and the run is not forced; see `checkAudience`
 */
export async function checkPeople(
  ports: SelectPorts & ModelPorts,
  run: BegunRun,
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<BegunRun> {
  if (run.plan.checks !== undefined) return run;
  const { registry, host } = ports;
  const reports = await checkAudience(await selectionPlan(ports, run), { folder, signal, registry, host });
  if (run.payload.force === undefined) reports.forEach(refuseDrifted);
  const plan = { ...run.plan, checks: reports.map(modelCheck) };
  await ports.database.run((manager) => keepPlan(manager, run.row.id, plan));
  return { ...run, plan };
}
