import { type TrainRequest, type PluginHost } from '../index.js';
import { type ContractResult, messageOf, runChecks } from './contract-suite.js';
import { SCORER_CHECKS, type Subject } from './scorer-checks.js';
import { sampleSet } from './sample.js';

const TRAINS = 'trains on a small mixed set';

/** Trains a scorer on a small mixed set, once for each of its tasks, and checks every promise of the scorer contract. */
export async function checkScorer(
  host: PluginHost,
  id: string,
  options: Readonly<Record<string, unknown>>,
  trainingTimeMs: number,
): Promise<readonly ContractResult[]> {
  const results: ContractResult[] = [];
  for (const task of host.plugins.get(id)?.manifest.tasks ?? []) {
    results.push(...(await checkTask(host, { ...sampleSet(task, id), options, timeLimitMs: trainingTimeMs })));
  }
  return results;
}

async function checkTask(host: PluginHost, set: TrainRequest): Promise<readonly ContractResult[]> {
  const { task } = set;
  let subject: Subject;
  try {
    const model = await host.train(set);
    subject = { host, set, model, scorer: await host.load(model.bytes) };
  } catch (error) {
    return [{ task, check: TRAINS, passed: false, detail: messageOf(error) }];
  }
  const results = await runChecks(SCORER_CHECKS, subject, task);
  await subject.scorer.close();
  return [{ task, check: TRAINS, passed: true, detail: '' }, ...results];
}
