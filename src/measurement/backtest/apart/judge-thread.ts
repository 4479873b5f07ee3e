import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorCode, isStrataError, type Problem } from '#sdk';
import { judgeStrategy, type ScoredHistory, type StrategyQuestion } from '../backtest-strategy.js';
import { judgeLadder, type LadderQuestion } from '../ladder/backtest-ladder.js';
import { type Ladder } from '../ladder/ladder.js';
import { type AskedPolicies, judgePolicies, type PoliciesQuestion } from '../policies/judge-policies.js';
import { type PolicyReport } from '../policies/policy-report.js';
import { type BacktestReport } from '../report.js';

/** What the thread computes: rows that were read and scored, and what is asked of them. */
export type JudgeTask =
  | { readonly of: 'strategy'; readonly question: StrategyQuestion; readonly read: ScoredHistory }
  | { readonly of: 'ladder'; readonly question: LadderQuestion; readonly read: ScoredHistory }
  | { readonly of: 'policies'; readonly question: PoliciesQuestion; readonly read: AskedPolicies };

/** What it answers. */
export type JudgeReply =
  | { readonly report: BacktestReport | Ladder | PolicyReport }
  | { readonly error: { readonly code: ErrorCode; readonly message: string; readonly problems: readonly Problem[] } };

parentPort?.postMessage(replyTo(workerData as JudgeTask));

function replyTo(task: JudgeTask): JudgeReply {
  try {
    if (task.of === 'ladder') return { report: judgeLadder(task.question, task.read).ladder };
    if (task.of === 'policies') return { report: judgePolicies(task.question, task.read) };
    return { report: judgeStrategy(task.question, task.read) };
  } catch (error) {
    if (!isStrataError(error)) throw error;
    const { code, message, problems } = error;
    return { error: { code, message, problems } };
  }
}
