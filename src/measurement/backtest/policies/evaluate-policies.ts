import { seededRandom } from '#sdk';
import { type ExampleData, sourceName, withExampleData } from '#strata/models/datasets';
import { type PolicyLog, policyValue } from '#strata/statistics/policies';
import { at } from '#strata/statistics';
import { pickRows } from '#strata/tables/columns';
import { asModel, type BacktestRequest } from '../backtest-strategy.js';
import { NO_OFFER } from '../history/arms.js';
import { type HistoryRows, readHistoryRows } from '../history/history-rows.js';
import { rankRows, rowReadsOf } from '../selection/selectors.js';
import { type ScoredModel, scoreModels } from '../selection/strategy-models.js';
import { judgedPolicy, type JudgedPolicy } from './judged-policy.js';
import { loggedRows, type LoggedRows } from './logged-rows.js';
import { type PolicyChoice, policyText } from './policy-choice.js';
import { type LoggedSummary, type PolicyReport, type PolicyResult } from './policy-report.js';
import { helpFor, policySentence, weightWarning } from './policy-words.js';
import { type RewardModel, rewardModel } from './reward-model.js';

/** Which policies to judge, from which log. */
export interface PoliciesRequest extends Omit<BacktestRequest, 'plan' | 'by' | 'catalogue'> {
  readonly policies: readonly PolicyChoice[];
  /** Columns that the model of the rewards reads, besides what the strategy and its models read. */
  readonly context?: readonly string[];
}

/** Share of the progress bar that reading takes. */
const READING = 0.3;

/**
 * What policies would have brought, had each decided about every row of a log that another one made (off-policy
 * evaluation): inverse-propensity weighting, self-normalised, doubly robust and the model of the rewards alone, side by
 * side. Nothing is stored.
 *
 * @throws StrataError BAD_USAGE, BAD_FILE, BAD_COLUMN, MODEL_NOT_TRAINED, TOO_FEW_EXAMPLES where no row tells
 */
export async function evaluatePolicies(request: PoliciesRequest): Promise<PolicyReport> {
  const { strategy, segments, source, documents, columns = {}, policies, progress } = request;
  const reads = rowReadsOf(strategy, segments);
  const asksModels = policies.some(({ by }) => by === 'strategy' || by === 'baseline');
  const options = { segments, ...(progress === undefined ? {} : { progress }) };
  return await withExampleData(asModel(strategy, reads.facts), source, options, async (data) => {
    const context = contextOf(request, reads.facts, data);
    const facts = [...new Set([...reads.facts, ...context, ...columnsRead(request, data)])];
    const history = await readHistoryRows(data, { strategy, documents, segments, columns, facts });
    progress?.(READING, 'scoring');
    const asked = asksModels ? reads.models : [];
    const models = await scoreModels(asked, data, history, { versions: new Map(), ...request });
    const logged = loggedRows(history, [...models.values()], strategy.goal.margin);
    const rankings = asksModels ? rankRows({ strategy, segments, history, models }) : null;
    const judged = policies.map((choice) => judgedPolicy(choice, { strategy, history, rankings }));
    progress?.(2 * READING, 'modelling what each offer brings');
    const rewards = await rewardModel({
      logged,
      context: context.flatMap((name) => history.facts.get(name) ?? []).map((column) => pickRows(column, logged.rows)),
      offers: strategy.offers.length,
      host: request.host,
    });
    return reportOf(request, {
      history,
      logged,
      rewards,
      judged,
      models: [...models.values()],
      name: sourceName(source),
    });
  });
}

/** What is known of the people: what was said, and what the strategy and its models read, where the history has it. */
function contextOf(
  { context = [], documents }: PoliciesRequest,
  facts: readonly string[],
  data: ExampleData,
): readonly string[] {
  const said = context.map((name) => data.column(name).name);
  const known = new Set(data.columns.map(({ name }) => name));
  const read = [...facts, ...documents.flatMap(({ features }) => features)];
  return [...new Set([...said, ...read.filter((name) => known.has(name))])];
}

/** The columns that hold probabilities of policies. A name that is not there is said, with the nearest one. */
function columnsRead({ policies, strategy }: PoliciesRequest, data: ExampleData): readonly string[] {
  return policies.flatMap((choice) => {
    if (choice.by === 'column') return [data.column(choice.column).name];
    if (choice.by !== 'columns') return [];
    return strategy.offers.map(({ id }) => data.column(`${choice.prefix}${id}`).name);
  });
}

interface Judging {
  readonly history: HistoryRows;
  readonly logged: LoggedRows;
  readonly rewards: RewardModel | null;
  readonly judged: readonly JudgedPolicy[];
  readonly models: readonly ScoredModel[];
  readonly name: string;
}

function reportOf(request: PoliciesRequest, judging: Judging): PolicyReport {
  const { strategy } = request;
  const { history, rewards, judged, models, name } = judging;
  const policies = judged.map((policy) => resultOf(policy, request, judging));
  return {
    strategy: { id: strategy.id, title: strategy.title },
    source: name,
    models: models.map((model) => model.judged),
    history: summaryOf(request, judging),
    policies,
    sentences: policies.map((policy) => policySentence(policy)),
    notes: [
      ...history.notes,
      ...(history.propensity === null
        ? [
            'no column holds the probabilities: the shares of the offers within each campaign are taken, which is right only where they were drawn by lot',
          ]
        : []),
      ...(rewards === null
        ? ['too few conversions for a model of what each offer brings: weighted estimates only']
        : []),
    ],
  };
}

function resultOf(
  policy: JudgedPolicy,
  { seed = 1, replicates = 1000 }: PoliciesRequest,
  { logged, rewards }: Judging,
): PolicyResult {
  const random = seededRandom(seed);
  const valueOf = (reward: 'conversion' | 'profit') =>
    policyValue(logOf(policy, logged, rewards, reward), { uniform: () => random.uniform(), replicates });
  const [conversion, profit] = [valueOf('conversion'), valueOf('profit')];
  const smallest = logged.propensity.reduce((least, one) => Math.min(least, one), 1);
  const told = {
    policy: policyText(policy.choice),
    title: policy.title,
    conversion,
    profit,
    help: helpFor(conversion, smallest),
  };
  return { ...told, warning: weightWarning(conversion.weights) };
}

function logOf(
  { agreement, chance }: JudgedPolicy,
  logged: LoggedRows,
  rewards: RewardModel | null,
  reward: 'conversion' | 'profit',
): PolicyLog {
  const { rows, arm, propensity, person } = logged;
  const over = (value: (row: number) => number) => Float64Array.from(rows, (_, row) => value(row));
  const log = {
    reward: reward === 'conversion' ? logged.converted : logged.profit,
    propensity,
    agreement: over((row) => agreement(at(rows, row), at(arm, row))),
    clusters: person,
  };
  if (rewards === null || chance === null) return log;
  const expectedOf = rewards[reward];
  const arms = Array.from({ length: rewards.arms }, (_, one) => one);
  return {
    ...log,
    predicted: {
      logged: over((row) => expectedOf(row, at(arm, row))),
      policy: over((row) =>
        arms.reduce((sum, one) => sum + (chance(at(rows, row), one) || 0) * expectedOf(row, one), 0),
      ),
    },
  };
}

function summaryOf({ strategy }: PoliciesRequest, { history, logged }: Judging): LoggedSummary {
  const counts = new Map<number, number>();
  for (const arm of logged.arm) counts.set(arm, (counts.get(arm) ?? 0) + 1);
  const given = strategy.offers.map(({ id }, place) => ({ offer: id, rows: counts.get(place + 1) ?? 0 }));
  return {
    rowsInFile: history.rowsInFile,
    rows: logged.rows.length,
    people: new Set(logged.person).size,
    conversions: logged.converted.reduce((sum, one) => sum + one, 0),
    given: [...given, { offer: null, rows: counts.get(NO_OFFER) ?? 0 }],
    propensities: history.propensity === null ? 'shares' : 'recorded',
  };
}
