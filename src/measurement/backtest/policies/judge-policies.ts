import { seededRandom } from '#sdk';
import { type PolicyLog, policyLead, policyValue } from '#strata/statistics/policies';
import { type BacktestRequest } from '../backtest-strategy.js';
import { type JudgedVersion } from '../selection/strategy-models.js';
import { type LoggedRows } from './logged-rows.js';
import { learns, type PolicyChoice, policyText } from './policy-choice.js';
import { type LoggedSummary, type PolicyLead, type PolicyReport, type PolicyResult } from './policy-report.js';
import { helpFor, leadSentence, policySentence, weightWarning } from './policy-words.js';

/** What is asked of a log once it is read: plain data. */
export type PoliciesQuestion = Pick<BacktestRequest, 'strategy' | 'seed' | 'replicates'>;

/** The rows of a log with what each policy says of them: plain data. */
export interface AskedPolicies {
  /** The file, or what history is called. */
  readonly source: string;
  readonly models: readonly JudgedVersion[];
  readonly history: LoggedSummary;
  readonly logged: LoggedRows;
  readonly policies: readonly AskedPolicy[];
  readonly notes: readonly string[];
}

/** What a policy says of the rows, one value each. */
interface AskedPolicy {
  readonly choice: PolicyChoice;
  /** What it does, in words. */
  readonly title: string;
  /** P(it gives the row what it got). */
  readonly agreement: Float64Array;
  /** What a model of the reward expects; null without one, or where nothing but the agreement is known. */
  readonly predicted: Readonly<Record<RewardName, NonNullable<PolicyLog['predicted']>>> | null;
}

type RewardName = 'conversion' | 'profit';

/** What the rows say: computes, and asks nobody. */
export function judgePolicies(question: PoliciesQuestion, asked: AskedPolicies): PolicyReport {
  const { strategy } = question;
  const { logged, source, models, history, notes } = asked;
  const smallest = logged.propensity.reduce((least, one) => Math.min(least, one), 1);
  const policies = asked.policies.map((policy) => resultOf(policy, question, { logged, smallest }));
  const leads = leadsOf(asked, policies, question);
  return {
    strategy: { id: strategy.id, title: strategy.title },
    source,
    models,
    history,
    policies,
    leads,
    sentences: [...leads.map((lead) => leadSentence(lead)), ...policies.map((policy) => policySentence(policy))],
    notes,
  };
}

function resultOf(
  policy: AskedPolicy,
  { seed = 1, replicates = 1000 }: PoliciesQuestion,
  { logged, smallest }: { readonly logged: LoggedRows; readonly smallest: number },
): PolicyResult {
  const random = seededRandom(seed);
  const valueOf = (reward: RewardName) =>
    policyValue(logOf(policy, logged, reward), { uniform: () => random.uniform(), replicates });
  const [conversion, profit] = [valueOf('conversion'), valueOf('profit')];
  return {
    policy: policyText(policy.choice),
    title: policy.title,
    conversion,
    profit,
    help: helpFor(conversion, smallest),
    warning: weightWarning(conversion.weights),
  };
}

/** Each policy that learns beside each that does not, where the log tells about both. */
function leadsOf(
  { logged, policies }: AskedPolicies,
  results: readonly PolicyResult[],
  { seed = 1, replicates = 1000 }: PoliciesQuestion,
): readonly PolicyLead[] {
  const told = policies.filter((_, place) => results[place]?.conversion.status === 'estimated');
  const random = seededRandom(seed);
  return told
    .filter(({ choice }) => learns(choice))
    .flatMap((one) =>
      told
        .filter(({ choice }) => !learns(choice))
        .map((other): PolicyLead => {
          const leadIn = (reward: RewardName) =>
            policyLead(logOf(one, logged, reward), logOf(other, logged, reward), {
              uniform: () => random.uniform(),
              replicates,
            });
          return {
            policy: policyText(one.choice),
            than: policyText(other.choice),
            conversion: leadIn('conversion'),
            profit: leadIn('profit'),
          };
        }),
    );
}

function logOf({ agreement, predicted }: AskedPolicy, logged: LoggedRows, reward: RewardName): PolicyLog {
  const { propensity, person, converted, profit } = logged;
  const rewards = reward === 'conversion' ? converted : profit;
  const log = { reward: rewards, propensity, agreement, clusters: person };
  return predicted === null ? log : { ...log, predicted: predicted[reward] };
}
