import { type evaluateModel, type MoneySource } from '#strata/models/proof/evaluation';
import { readDocument } from '#strata/rulebook/documents';
import { StrataError } from '#sdk';
import { type SourceOptions } from './source-options.js';
import { type Workspace } from '../workspace/workspace.js';

/** What `strata evaluate` takes. */
export interface EvaluateOptions extends SourceOptions {
  readonly strategy?: string;
  readonly value?: number;
  readonly cost?: number;
  readonly version?: number;
  readonly folds?: number;
  readonly coverage: number;
  readonly seed: number;
  readonly html?: string;
  /** False for `--no-record`. */
  readonly record: boolean;
}

/** The money comes from a strategy, or from two plain figures. Throws `BAD_USAGE` for both, or for half of them. */
export async function evaluationMoney(
  { config }: Workspace,
  { strategy, value, cost }: EvaluateOptions,
): Promise<Pick<Parameters<typeof evaluateModel>[0], 'strategy' | 'money'>> {
  if (strategy === undefined && value === undefined && cost === undefined) return {};
  if (strategy !== undefined && value === undefined && cost === undefined) {
    return { strategy: await readDocument('strategy', strategy, { directory: config.rulesDir }) };
  }
  if (strategy === undefined && value !== undefined && cost !== undefined) {
    const money: MoneySource = { kind: 'flat', value, cost };
    return { money };
  }
  throw new StrataError('BAD_USAGE', 'It is not clear what a conversion is worth.', {
    problems: [{ message: 'money is said in two ways, or by half', expected: '--strategy S, or --value and --cost' }],
  });
}
