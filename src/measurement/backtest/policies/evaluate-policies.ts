import { type ArmPolicy } from '#strata/engine';
import { durationMilliseconds, momentWords } from '#strata/kernel';
import { StrataError } from '#sdk';
import { type ExampleData, sourceName, withExampleData } from '#strata/models/datasets';
import { at } from '#strata/statistics';
import { pickRows } from '#strata/tables/columns';
import { asModel, type BacktestRequest } from '../backtest-strategy.js';
import { NO_OFFER } from '../history/arms.js';
import { type HistoryRows, readHistoryRows } from '../history/history-rows.js';
import { eligibleRows, type RankingRequest, rankRows, rowReadsOf } from '../selection/selectors.js';
import { scoreModels } from '../selection/strategy-models.js';
import { type AskedPolicies, judgePolicies } from './judge-policies.js';
import { judgedPolicy } from './judged-policy.js';
import { armPolicyOf, type Chances, contextFacts, learnedChances } from './learning-policy.js';
import { loggedRows, type LoggedRows, pickLogged } from './logged-rows.js';
import { learns, type LearningChoice, type PolicyChoice } from './policy-choice.js';
import { type LoggedSummary, type PolicyReport } from './policy-report.js';
import { rewardModel } from './reward-model.js';
import { type Stretch, stretchesOf } from './stretches.js';

/** Which policies to judge, from which log. */
export interface PoliciesRequest extends Omit<BacktestRequest, 'plan' | 'by' | 'catalogue'> {
  readonly policies: readonly PolicyChoice[];
  /** Columns that the model of the rewards reads, besides what the strategy, its models and the policies read. */
  readonly context?: readonly string[];
}

/** Share of the progress bar that reading takes. */
const READING = 0.3;

/**
 * What policies would have brought, had each decided about every row of a log that another one made (off-policy
 * evaluation): inverse-propensity weighting, self-normalised, doubly robust and the model of the rewards alone, side by
 * side. Nothing is stored.
 *
 * @throws StrataError BAD_USAGE, BAD_FILE, BAD_COLUMN, MODEL_NOT_TRAINED, PLUGIN_UNKNOWN, PLUGIN_OPTIONS_INVALID,
 * POLICY_FAILED, TOO_FEW_EXAMPLES where no row tells
 */
export async function evaluatePolicies(request: PoliciesRequest): Promise<PolicyReport> {
  return judgePolicies(request, await readForPolicies(request));
}

/** Reads the rows of a log and asks the policies about them. Throws as {@link evaluatePolicies} does. */
export async function readForPolicies(request: PoliciesRequest): Promise<AskedPolicies> {
  const { strategy, segments, source, documents, columns = {}, policies, progress } = request;
  const reads = rowReadsOf(strategy, segments);
  const learning = policies.filter(learns).map((choice) => ({ choice, arm: armPolicyOf(choice, strategy) }));
  const options = { segments, ...(progress === undefined ? {} : { progress }) };
  return await withExampleData(asModel(strategy, reads.facts), source, options, async (data) => {
    const context = contextOf(request, [...reads.facts, ...learning.flatMap(({ arm }) => contextFacts(arm))], data);
    const facts = [...new Set([...reads.facts, ...context, ...columnsRead(request, data)])];
    const history = await readHistoryRows(data, { strategy, documents, segments, columns, facts });
    progress?.(READING, 'scoring');
    const asksRules = policies.some(({ by }) => by === 'strategy' || by === 'baseline');
    const asksModels = asksRules || (learning.length > 0 && history.eligible === null);
    const asked = asksModels ? reads.models : [];
    const models = await scoreModels(asked, data, history, { versions: new Map(), ...request });
    const ranking = { strategy, segments, history, models };
    const all = loggedRows(history, [...models.values()], strategy.goal.margin);
    progress?.(2 * READING, 'learning');
    const { logged, learned, from } = await letLearn(learning, request, { ranking, all, file: data.file });
    const rankings = asksRules ? rankRows(ranking) : null;
    const judged = policies.map((choice) => judgedPolicy(choice, { strategy, history, rankings, learned }));
    progress?.(2.5 * READING, 'modelling what each offer brings');
    const rewards = await rewardModel({
      logged,
      context: context.flatMap((name) => history.facts.get(name) ?? []).map((column) => pickRows(column, logged.rows)),
      offers: strategy.offers.length,
      host: request.host,
    });
    return {
      source: sourceName(source),
      models: [...models.values()].map((model) => model.judged),
      history: summaryOf(request, { history, logged, taught: all.rows.length - logged.rows.length }),
      logged,
      policies: judged.map((policy) => askedPolicy(policy, logged, rewards)),
      notes: notesOf({ history, rewards, arms: learning.map(({ arm }) => arm), from }),
    };
  });
}

interface Learning {
  readonly choice: LearningChoice;
  readonly arm: ArmPolicy;
}

/** What is judged of a log after policies have learned on their way through it. */
interface Learned {
  readonly logged: LoggedRows;
  readonly learned: ReadonlyMap<LearningChoice, Chances>;
  /** When the first judged row was decided: milliseconds since 1970; null where nothing learns and all are judged. */
  readonly from: number | null;
}

async function letLearn(
  learning: readonly Learning[],
  request: PoliciesRequest,
  { ranking, all, file }: { readonly ranking: RankingRequest; readonly all: LoggedRows; readonly file: string },
): Promise<Learned> {
  const learned = new Map<LearningChoice, Chances>();
  if (learning.length === 0) return { logged: all, learned, from: null };
  const { strategy, history } = ranking;
  const times = timesOf(history, all, file);
  const within = durationMilliseconds(strategy.goal.within) ?? 0;
  const stretches = judgedStretches(times, within, request);
  const eligible = history.eligible ?? eligibleRows(ranking);
  const lessons = { strategy, history, logged: all, times, within, stretches, eligible, host: request.host };
  for (const { choice, arm } of learning) learned.set(choice, await learnedChances(arm, lessons));
  return { logged: pickLogged(all, judgedRows(stretches)), learned, from: stretches[0]?.from ?? null };
}

/** What is known of the people: what was said, and what strategy, models and policies read, where the history has it. */
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

function timesOf({ times }: HistoryRows, { rows }: LoggedRows, file: string): Float64Array {
  if (times !== null) return Float64Array.from(rows, (row) => at(times, row));
  throw new StrataError('BAD_COLUMN', `${file} does not say when each row happened.`, {
    problems: [
      { file, message: 'a policy that learns knows what came of earlier rows only', expected: '--time COLUMN' },
    ],
  });
}

/** @throws StrataError TOO_FEW_EXAMPLES where nobody could have learned anything before the last row */
function judgedStretches(
  times: Float64Array,
  within: number,
  { strategy: { goal } }: PoliciesRequest,
): readonly Stretch[] {
  const stretches = stretchesOf(times, within);
  if (stretches.length > 0) return stretches;
  throw new StrataError('TOO_FEW_EXAMPLES', 'The history is too short for a policy to learn anything in it.', {
    problems: [
      {
        message: `no row is later than the end of the first window (${goal.within} after the first row)`,
        expected: 'a longer history, or policies that do not learn',
      },
    ],
  });
}

/** In the order of the log. */
function judgedRows(stretches: readonly Stretch[]): Uint32Array {
  return Uint32Array.from(stretches.flatMap(({ rows }) => [...rows])).sort();
}

function askedPolicy(
  { choice, title, agreement, chance }: ReturnType<typeof judgedPolicy>,
  { rows, arm }: LoggedRows,
  rewards: Awaited<ReturnType<typeof rewardModel>>,
): AskedPolicies['policies'][number] {
  const over = (value: (row: number) => number) => Float64Array.from(rows, (_, row) => value(row));
  const told = { choice, title, agreement: over((row) => agreement(at(rows, row), at(arm, row))) };
  if (rewards === null || chance === null) return { ...told, predicted: null };
  const arms = Array.from({ length: rewards.arms }, (_, one) => one);
  const predictedBy = (expectedOf: (row: number, arm: number) => number) => ({
    logged: over((row) => expectedOf(row, at(arm, row))),
    policy: over((row) => arms.reduce((sum, one) => sum + (chance(at(rows, row), one) || 0) * expectedOf(row, one), 0)),
  });
  return { ...told, predicted: { conversion: predictedBy(rewards.conversion), profit: predictedBy(rewards.profit) } };
}

function summaryOf(
  { strategy }: PoliciesRequest,
  { history, logged, taught }: { readonly history: HistoryRows; readonly logged: LoggedRows; readonly taught: number },
): LoggedSummary {
  const counts = new Map<number, number>();
  for (const arm of logged.arm) counts.set(arm, (counts.get(arm) ?? 0) + 1);
  const given = strategy.offers.map(({ id }, place) => ({ offer: id, rows: counts.get(place + 1) ?? 0 }));
  return {
    rowsInFile: history.rowsInFile,
    rows: logged.rows.length,
    taught,
    people: new Set(logged.person).size,
    conversions: logged.converted.reduce((sum, one) => sum + one, 0),
    given: [...given, { offer: null, rows: counts.get(NO_OFFER) ?? 0 }],
    propensities: history.propensity === null ? 'shares' : 'recorded',
  };
}

interface Noted {
  readonly history: HistoryRows;
  readonly rewards: object | null;
  readonly arms: readonly ArmPolicy[];
  readonly from: number | null;
}

function notesOf({ history, rewards, arms, from }: Noted): readonly string[] {
  const unknown = [...new Set(arms.flatMap(contextFacts))].filter((name) => !history.facts.has(name));
  return [
    ...history.notes,
    ...(history.propensity === null
      ? [
          'no column holds the probabilities: the shares of the offers within each campaign are taken, which is right only where they were drawn by lot',
        ]
      : []),
    ...(rewards === null ? ['too few conversions for a model of what each offer brings: weighted estimates only'] : []),
    ...(from === null
      ? []
      : [
          `all policies are judged on rows from ${momentWords(from, 'UTC')} on, when the first windows were over: earlier ones only teach`,
        ]),
    ...(unknown.length === 0 ? [] : [`the history has no ${unknown.join(', ')}: policies are not told of it`]),
  ];
}
