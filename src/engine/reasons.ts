import { type ConditionTrace, leafWords, type LeafTrace } from './conditions/index.js';
import { type Choice } from './choose.js';
import { type Reason } from './decision.js';
import { type Verdict } from './judge.js';
import { resolver } from './resolve.js';
import { type ConditionStep, type FailureStep, type Step } from './steps.js';
import {
  armWords,
  cappedWords,
  consentWords,
  emptyWords,
  failureWords,
  heldOutWords,
  humanRuleWords,
  offeredWords,
  outrankedWords,
  periodWords,
  scoreWords,
  spentWords,
  unprofitableWords,
} from './words.js';

/** Renders the steps of a strategy as reasons, in their order. */
export function reasonsOf(verdict: Verdict, steps: readonly Step[], choice: Choice): readonly Reason[] {
  return steps.flatMap((step) => renderStep(step, verdict, choice));
}

function renderStep(step: Step, verdict: Verdict, choice: Choice): readonly Reason[] {
  if ('condition' in step && step.condition !== null) return conditionReasons(step, verdict, choice);
  return [plainReason(step as Exclude<Step, ConditionStep>, verdict, choice)];
}

function plainReason(step: Exclude<Step, ConditionStep>, verdict: Verdict, choice: Choice): Reason {
  const { document, cap } = verdict.qualification.strategy;
  const { input } = choice.qualified;
  const base = { code: step.code, stage: step.stage, strategy: document.id };
  switch (step.code) {
    case 'NOT_ACTIVE':
      return { ...base, ...periodWords(document, input.now) };
    case 'SUPPRESSED':
    case 'NO_CONSENT':
      return { ...base, ...consentWords(step.code, document) };
    case 'ARM':
      return { ...base, actual: step.arm, words: armWords(step.arm, document) };
    case 'BASELINE_MATCH':
      return { ...base, words: humanRuleWords(document) };
    case 'SCORER_FAILED':
    case 'NO_CHAMPION':
      return { ...base, ...offerOf(step), model: step.model, words: failureWords(step, choice) };
    case 'CAPPED': {
      const expected = cap?.contacts;
      return { ...base, operator: 'lessThan', expected, actual: step.contacts, words: cappedWords(step, document) };
    }
    case 'UNPROFITABLE': {
      const words = unprofitableWords(step, document);
      return { ...base, offer: step.offer, operator: 'greaterThan', expected: 0, ...words };
    }
    case 'OUTRANKED':
      return { ...base, offer: step.offer, words: outrankedWords(step, choice) };
    case 'HOLDOUT':
      return { ...base, offer: step.offer, words: heldOutWords(document) };
    case 'STOCK_SPENT':
    case 'BUDGET_SPENT':
      return { ...base, offer: step.offer, words: spentWords(step, document) };
    case 'OFFERED':
      return { ...base, offer: step.offer, words: offeredWords(step, document) };
  }
}

function offerOf({ offer }: FailureStep): { offer?: string } {
  return offer === undefined ? {} : { offer };
}

/**
 * The leaves that made the condition what it is, first one first: for a match those that made it true, for a miss those
 * that stood in the way. A condition without such leaves (an empty `all`) gives one reason of its own.
 */
function conditionReasons(step: ConditionStep, verdict: Verdict, choice: Choice): readonly Reason[] {
  const { input, release } = choice.qualified;
  const trace = step.condition.trace(input.facts, resolver(input, release, choice.scores));
  const { document } = verdict.qualification.strategy;
  const base = { stage: step.stage, strategy: document.id };
  const offer = step.offer === undefined ? {} : { offer: step.offer };
  const leaves = decisiveLeaves(trace);
  if (leaves.length === 0) {
    return [{ code: step.code, ...base, pointer: trace.pointer, ...offer, words: emptyWords(trace.result) }];
  }
  return leaves.map(({ leaf, segment }) => {
    const model = modelOf(leaf);
    const surething = step.code === 'PREDICTIVE_MISS' && model !== null && model === naturalModel(verdict);
    return {
      code: surething ? 'WOULD_CONVERT_ANYWAY' : step.code,
      ...base,
      pointer: leaf.pointer,
      ...(segment === null ? {} : { segment }),
      fact: leaf.fact,
      operator: leaf.operator,
      expected: leaf.expected,
      ...(leaf.actual === undefined ? {} : { actual: leaf.actual }),
      ...offer,
      ...(model === null ? {} : { model }),
      words: model === null ? leafWords(leaf, release.documents.facts) : scoreWords(leaf, model, release.documents),
    };
  });
}

function modelOf({ fact, params }: LeafTrace): string | null {
  return fact === 'score' && params !== undefined ? String(params['model']) : null;
}

function naturalModel({ qualification }: Verdict): string | null {
  const { natural } = qualification.strategy.document.goal;
  return natural !== undefined && 'model' in natural ? natural.model : null;
}

/** A leaf, the segment in whose document it stands, and whether an odd number of `not` stands above it. */
interface DecisiveLeaf {
  readonly leaf: LeafTrace;
  readonly segment: string | null;
}

/**
 * The leaves of a trace that explain its result. A leaf below a `not` counts with the `not:` decorator in front of its
 * operator, so that expected and actual read the same way everywhere: fulfilled in a match, not fulfilled in a miss.
 */
export function decisiveLeaves(trace: ConditionTrace): readonly DecisiveLeaf[] {
  return collect(trace, null, 'as written');
}

type Reading = 'as written' | 'negated';

function collect(trace: ConditionTrace, segment: string | null, reading: Reading): readonly DecisiveLeaf[] {
  switch (trace.kind) {
    case 'leaf':
      return [{ leaf: reading === 'negated' ? negated(trace) : trace, segment }];
    case 'not':
      return collect(trace.child, segment, reading === 'negated' ? 'as written' : 'negated');
    case 'segment':
      return collect(trace.child, trace.segment, reading);
    case 'all':
    case 'any':
      return trace.children
        .filter((child) => child.result === trace.result)
        .flatMap((child) => collect(child, segment, reading));
  }
}

function negated(leaf: LeafTrace): LeafTrace {
  return { ...leaf, operator: `not:${leaf.operator}`, result: !leaf.result };
}
