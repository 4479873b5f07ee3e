import { Worker } from 'node:worker_threads';
import { compiledUrl } from '#strata/platform';
import { StrataError } from '#sdk';
import { type BacktestRequest, readForStrategy } from '../backtest-strategy.js';
import { type LadderRequest, readForLadder } from '../ladder/backtest-ladder.js';
import { type Ladder } from '../ladder/ladder.js';
import { type PoliciesRequest, readForPolicies } from '../policies/evaluate-policies.js';
import { type PolicyReport } from '../policies/policy-report.js';
import { type BacktestReport } from '../report.js';
import { type JudgeReply, type JudgeTask } from './judge-thread.js';

const ENTRY = new URL('./judge-thread.js', compiledUrl(import.meta.url));

/** Beside {@link JudgeTask}: until when it may work. */
export interface Cancellable {
  readonly signal: AbortSignal;
}

/**
 * As `backtestStrategy`, with the seconds of computing in a thread of its own: the server answers meanwhile.
 *
 * @throws StrataError as that does; the reason of the signal
 */
export async function backtestApart(request: BacktestRequest & Cancellable): Promise<BacktestReport> {
  const { strategy, segments, catalogue, plan, by, seed, signal } = request;
  const read = await readForStrategy(request);
  const question = { strategy, segments, ...given({ catalogue, plan, by, seed }) };
  return (await judge({ of: 'strategy', question, read }, signal)) as BacktestReport;
}

/** As `backtestLadder`, in the same way. */
export async function ladderApart(request: LadderRequest & Cancellable): Promise<Ladder> {
  const { strategy, segments, trigger, plan, seed, replicates, signal } = request;
  const read = await readForLadder(request);
  const question = { strategy, segments, ...given({ trigger, plan, seed, replicates }) };
  return (await judge({ of: 'ladder', question, read }, signal)) as Ladder;
}

/** As `evaluatePolicies`, in the same way. */
export async function policiesApart(request: PoliciesRequest & Cancellable): Promise<PolicyReport> {
  const { strategy, seed, replicates, signal } = request;
  const read = await readForPolicies(request);
  return (await judge(
    { of: 'policies', question: { strategy, ...given({ seed, replicates }) }, read },
    signal,
  )) as PolicyReport;
}

function judge(task: JudgeTask, signal: AbortSignal): Promise<BacktestReport | Ladder | PolicyReport> {
  signal.throwIfAborted();
  const worker = new Worker(ENTRY, { workerData: task, name: 'backtest' });
  return new Promise<BacktestReport | Ladder | PolicyReport>((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
    worker.once('message', (reply: JudgeReply) => {
      if ('report' in reply) resolve(reply.report);
      else reject(new StrataError(reply.error.code, reply.error.message, { problems: reply.error.problems }));
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      reject(new StrataError('INTERNAL', 'The thread of a backtest ended without an answer.'));
    });
  }).finally(() => worker.terminate());
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
