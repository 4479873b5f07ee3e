import { PackedTexts } from '#strata/kernel/texts';
import { type FactColumn, factColumnOf, type FactRef } from '../conditions/index.js';
import {
  type DecisionInput,
  type PolicyAnswer,
  type PolicyAnswers,
  type ScoreResult,
  type Scores,
  switchedOffOf,
} from '../index.js';
import {
  type CompiledRelease,
  type CompiledStrategy,
  drawnId,
  isGoalReached,
  policyContactsOf,
  scoreOf,
} from '../plan/index.js';
import { FALLBACKS } from './rows/decided-people.js';
import { type Contacts, type ModelScores, type People, type PolicyColumns } from './rows/people.js';

/**
 * People who are known one by one as columns, for one strategy of a release. All are decided at the clock of the first.
 *
 * @param scores of each of them, as far as the strategy needs any
 * @param answers of its policies; without them policies take no part
 */
export function peopleOf(
  inputs: readonly DecisionInput[],
  scores: readonly Scores[],
  strategy: CompiledStrategy,
  release: CompiledRelease,
  answers?: readonly PolicyAnswers[],
): People {
  const { id, consent } = strategy.document;
  return {
    rows: inputs.length,
    now: inputs[0]?.now ?? 0,
    facts: factColumns(inputs, strategy, release),
    scores: scoresByModel(scores, [...strategy.needs.model, ...strategy.needs.baseline]),
    ids: PackedTexts.of(inputs.map((input) => drawnId(input, id))),
    suppressed: Uint8Array.from(inputs, ({ suppressed }) => Number(suppressed)),
    ...(consent === undefined ? {} : { consent: new Map([[consent, consentTo(consent, inputs)]]) }),
    contacts: contactsOf(inputs, strategy),
    ...(answers === undefined ? {} : { policies: policiesOf(inputs, answers, strategy) }),
    ...(strategy.policy === null ? {} : { policyContacts: policyContactsOf(inputs.map(({ contacts }) => contacts)) }),
  };
}

function factColumns(
  inputs: readonly DecisionInput[],
  strategy: CompiledStrategy,
  { eventFolds }: CompiledRelease,
): ReadonlyMap<string, FactColumn> {
  const columns = new Map<string, FactColumn>();
  for (const { fact, key, params } of refsOf(strategy)) {
    if (fact === 'score' && params !== undefined) continue;
    const fold = params === undefined ? undefined : eventFolds.get(key);
    const valueOf = ({ facts, events, now }: DecisionInput): unknown =>
      fold === undefined ? (Object.hasOwn(facts, fact) ? facts[fact] : undefined) : fold(events, now);
    columns.set(key, factColumnOf(inputs.map(valueOf)));
  }
  return columns;
}

function refsOf({
  document,
  segment,
  trigger,
  predictive,
  baselineWhen,
  offers,
  policy,
}: CompiledStrategy): readonly FactRef[] {
  const { orderValue } = document.goal;
  const conditions = [segment, trigger, predictive, baselineWhen, ...offers.map(({ when }) => when)];
  return [
    ...conditions.flatMap((condition) => condition?.facts ?? []),
    ...[typeof orderValue === 'number' ? null : orderValue.fact, policy?.timeZone ?? null].flatMap((fact) =>
      fact === null ? [] : [{ key: fact, fact }],
    ),
  ];
}

function policiesOf(
  inputs: readonly DecisionInput[],
  answers: readonly PolicyAnswers[],
  { document }: CompiledStrategy,
): PolicyColumns {
  const answerOf = (row: number): PolicyAnswer | undefined => {
    const own = answers[row];
    return own !== undefined && Object.hasOwn(own, document.id) ? own[document.id] : undefined;
  };
  return {
    ids: PackedTexts.of(inputs.map(({ id }) => id)),
    probabilities: document.offers.map(({ id }) =>
      Float64Array.from(inputs, (_, row) => {
        const answer = answerOf(row);
        return answer?.status === 'answered' ? (answer.probabilities[id] ?? 0) : Number.NaN;
      }),
    ),
    fixed: Uint8Array.from(inputs, (input) => Number(switchedOffOf(input, document.id, 'fixedArms') !== null)),
  };
}

function scoresByModel(scores: readonly Scores[], models: readonly string[]): ReadonlyMap<string, ModelScores> {
  return new Map(models.map((model) => [model, scoreColumns(scores.map((own) => scoreOf(own, model)))]));
}

function scoreColumns(results: readonly ScoreResult[]): ModelScores {
  const column = (valueOf: (result: Scored) => number | undefined): Float64Array =>
    Float64Array.from(results, (result) => (result.status === 'scored' ? valueOf(result) : undefined) ?? Number.NaN);
  const treatments = new Set(
    results.flatMap((result) => (isUplift(result) ? Object.keys(result.outcomes.treated) : [])),
  );
  const treated = [...treatments].map((name) => [name, column(({ outcomes }) => outcomes?.treated[name])] as const);
  const outcomes = { natural: column(({ outcomes: known }) => known?.natural), treated: new Map(treated) };
  return {
    values: column(({ value }) => value),
    ranks: column(({ rank }) => rank),
    ...(results.some(isUplift) ? { outcomes } : {}),
    failures: Uint8Array.from(results, ({ status }) => FALLBACKS.indexOf(FAILURES[status])),
  };
}

type Scored = Extract<ScoreResult, { readonly status: 'scored' }>;

const FAILURES = { scored: null, failed: 'SCORER_FAILED', 'no-champion': 'NO_CHAMPION' } as const;

function isUplift(result: ScoreResult): result is Scored & Required<Pick<Scored, 'outcomes'>> {
  return result.status === 'scored' && result.outcomes !== undefined;
}

function consentTo(purpose: string, inputs: readonly DecisionInput[]): Uint8Array {
  return Uint8Array.from(inputs, ({ consent }) => Number(consent.includes(purpose)));
}

function contactsOf(inputs: readonly DecisionInput[], { document }: CompiledStrategy): Contacts {
  const own = inputs.map(({ contacts }) => contacts.filter(({ strategy }) => strategy === document.id));
  const starts = new Uint32Array(inputs.length + 1);
  own.forEach(({ length }, row) => (starts[row + 1] = (starts[row] ?? 0) + length));
  return {
    starts,
    at: Float64Array.from(own.flat(), ({ at }) => at),
    decided: Uint8Array.from(own.flat(), ({ decision }) => Number(decision !== undefined)),
    goalReached: Uint8Array.from(
      inputs.flatMap((input, row) =>
        (own[row] ?? []).map((contact) => Number(isGoalReached(contact, document, input))),
      ),
    ),
  };
}
