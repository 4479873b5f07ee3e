import { type PluginHost } from '../index.js';

/** One promise of the contract, checked. */
export interface ContractResult {
  /** The task of a scorer or the reward of a policy that it was checked with, else its kind. */
  readonly task: string;
  readonly check: string;
  readonly passed: boolean;
  /** What is broken; empty where nothing is. */
  readonly detail: string;
}

/** The promises of a kind of plugins. Never rejects, and always ends. */
export type ContractSuite = (
  host: PluginHost,
  id: string,
  options: Readonly<Record<string, unknown>>,
  trainingTimeMs: number,
) => Promise<readonly ContractResult[]>;

/** One promise of the contract: returns what is broken, or null. */
export interface Check<Subject> {
  readonly name: string;
  readonly run: (subject: Subject) => Promise<string | null>;
}

/** Checks the promises one after the other. */
export async function runChecks<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  task: string,
): Promise<readonly ContractResult[]> {
  const results: ContractResult[] = [];
  for (const { name, run } of checks) {
    const broken = await run(subject).catch(messageOf);
    results.push({ task, check: name, passed: broken === null, detail: broken ?? '' });
  }
  return results;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
