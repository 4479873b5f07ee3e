import { type Task } from '#sdk';
import { type PluginHost, type TrainRequest } from '../index.js';
import { type Check, CHECKS, type Subject } from './checks.js';
import { sampleSet } from './sample.js';

/** One promise of the contract, checked. */
export interface ContractResult {
  readonly task: Task;
  readonly check: string;
  readonly passed: boolean;
  /** What is broken; empty where nothing is. */
  readonly detail: string;
}

/** A small set is learned in seconds. */
const TRAINING_TIME_MS = 60_000;
const TRAINS = 'trains on a small mixed set';

/**
 * The contract suite: trains an admitted plugin on a small mixed set, once for each of its tasks, and checks every
 * promise of the scorer contract through the host, so that a hostile plugin cannot hurt the process. `options` are the
 * plugin's, where it cannot do without; a training has
 * `trainingTimeMs`. Never rejects, and always ends.
 */
export async function checkPlugin(
  host: PluginHost,
  id: string,
  options: Readonly<Record<string, unknown>> = {},
  trainingTimeMs = TRAINING_TIME_MS,
): Promise<readonly ContractResult[]> {
  const results: ContractResult[] = [];
  for (const task of host.plugins.get(id)?.manifest.tasks ?? []) {
    results.push(...(await checkTask(host, { ...sampleSet(task, id), options, timeLimitMs: trainingTimeMs })));
  }
  return results;
}

async function checkTask(host: PluginHost, set: TrainRequest): Promise<ContractResult[]> {
  const { task } = set;
  let subject: Subject;
  try {
    const model = await host.train(set);
    subject = { host, set, model, scorer: await host.load(model.bytes) };
  } catch (error) {
    return [{ task, check: TRAINS, passed: false, detail: messageOf(error) }];
  }
  const results: ContractResult[] = [{ task, check: TRAINS, passed: true, detail: '' }];
  for (const check of CHECKS) results.push(await runCheck(check, subject));
  await subject.scorer.close();
  return results;
}

async function runCheck({ name, run }: Check, subject: Subject): Promise<ContractResult> {
  const broken = await run(subject).catch(messageOf);
  return { task: subject.set.task, check: name, passed: broken === null, detail: broken ?? '' };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
