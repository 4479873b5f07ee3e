import {
  type CompiledCondition,
  type ConditionTrace,
  leafPhrase,
  leafWords,
  type LeafTrace,
} from '../../conditions/index.js';
import { type Choice } from '../stages/choose.js';
import { type Reason, currencyOf, type ReleaseDocuments, spokenFacts, type SpentLevel } from '../../index.js';
import { type Verdict } from '../stages/judge.js';
import { resolver } from '../stages/resolve.js';
import { type ConditionStep, type FailureStep, type Step } from '../stages/steps.js';
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
  return [plainReason(step, verdict, choice)];
}

function plainReason(step: Exclude<Step, ConditionStep>, verdict: Verdict, choice: Choice): Reason {
  const { document, cap } = verdict.qualification.strategy;
  const { input, release } = choice.qualified;
  const currency = currencyOf(release.documents);
  const base = { code: step.code, stage: step.stage, strategy: document.id };
  switch (step.code) {
    case 'NOT_ACTIVE':
      return { ...base, ...periodWords(document, input.now) };
    case 'SUPPRESSED':
    case 'NO_CONSENT':
      return { ...base, ...consentWords(step.code, document) };
    case 'ARM':
      return { ...base, actual: step.arm.id, words: armWords(step.arm) };
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
      const words = unprofitableWords(step, document, currency);
      return { ...base, offer: step.offer, operator: 'greaterThan', expected: 0, ...words };
    }
    case 'OUTRANKED':
      return { ...base, offer: step.offer, words: outrankedWords(step, choice) };
    case 'HOLDOUT':
      return { ...base, offer: step.offer, words: heldOutWords(document) };
    case 'STOCK_SPENT':
    case 'BUDGET_SPENT':
      return { ...base, offer: step.offer, ...levelOf(step), words: spentWords(step, document, currency) };
    case 'OFFERED':
      return { ...base, offer: step.offer, words: offeredWords(step, document, currency) };
  }
}

function levelOf({ level }: { readonly level: SpentLevel | null }): Pick<Reason, 'operator' | 'expected' | 'actual'> {
  return level === null
    ? {}
    : { operator: 'lessThanInclusive', expected: level.limit - level.needed, actual: level.used };
}

function offerOf({ offer }: ConditionStep | FailureStep): { offer: string } | undefined {
  return offer === undefined ? undefined : { offer };
}

/**
 * The leaves that made the condition what it is, first one first: for a match those that made it true, for a miss those
 * that stood in the way. A condition without such leaves (an empty `all`) gives one reason of its own.
 */
function conditionReasons(step: ConditionStep, verdict: Verdict, choice: Choice): readonly Reason[] {
  const { input, release } = choice.qualified;
  const trace = step.condition.trace(input.facts, resolver(input, release, choice.scores));
  const leaves = decisiveLeaves(trace);
  if (leaves.length > 0) return leaves.map((leaf) => leafReason(leaf, step, verdict, release.documents));
  const strategy = verdict.qualification.strategy.document.id;
  const { code, stage } = step;
  return [{ code, stage, strategy, pointer: trace.pointer, ...offerOf(step), words: emptyWords(trace.result) }];
}

function leafReason(
  { leaf, segment }: DecisiveLeaf,
  step: ConditionStep,
  verdict: Verdict,
  documents: ReleaseDocuments,
): Reason {
  const model = modelOf(leaf);
  const isSureThing = step.code === 'PREDICTIVE_MISS' && model !== null && model === naturalModel(verdict);
  const { pointer, fact, operator, expected, actual } = leaf;
  // Members are set one by one, in the published order: there are several reasons a decision, and spreading is slow.
  const reason: Draft = {
    code: isSureThing ? 'WOULD_CONVERT_ANYWAY' : step.code,
    stage: step.stage,
    strategy: verdict.qualification.strategy.document.id,
    pointer,
  };
  if (segment !== null) reason.segment = segment;
  reason.fact = fact;
  reason.operator = operator;
  reason.expected = expected;
  if (actual !== undefined) reason.actual = actual;
  if (step.offer !== undefined) reason.offer = step.offer;
  if (model !== null) reason.model = model;
  reason.words =
    model === null ? wordsOf(leaf, segment, step.condition, documents) : scoreWords(leaf, model, documents);
  return reason as Reason;
}

/** A reason while its members are put together. */
type Draft = { -readonly [K in keyof Reason]?: Reason[K] };

type Phrase = (actual: unknown) => string;

/** The phrases of each condition's leaves, by their place. */
const phrases = new WeakMap<CompiledCondition, Map<string, Phrase>>();

/** The words of a leaf. Where it is compared with a constant, only the actual value differs from one user to the next. */
function wordsOf(
  leaf: LeafTrace,
  segment: string | null,
  condition: CompiledCondition,
  documents: ReleaseDocuments,
): string {
  const facts = spokenFacts(documents);
  if (leaf.expectedFact !== undefined) return leafWords(leaf, facts);
  let known = phrases.get(condition);
  if (known === undefined) phrases.set(condition, (known = new Map<string, Phrase>()));
  const place = `${leaf.result ? '' : 'needed '}${leaf.operator} ${leaf.pointer} ${segment ?? ''}`;
  let phrase = known.get(place);
  if (phrase === undefined) known.set(place, (phrase = leafPhrase(leaf, facts)));
  return phrase(leaf.actual);
}

function modelOf({ fact, params }: LeafTrace): string | null {
  return fact === 'score' && params !== undefined ? String(params['model']) : null;
}

function naturalModel({ qualification }: Verdict): string | null {
  const { natural } = qualification.strategy.document.goal;
  return natural !== undefined && 'model' in natural ? natural.model : null;
}

/** A leaf, and the segment in whose document it stands; null for the strategy's. */
interface DecisiveLeaf {
  readonly leaf: LeafTrace;
  readonly segment: string | null;
}

/**
 * The leaves of a trace that explain its result. A leaf below a `not` counts with the `not:` decorator in front of its
 * operator, so that expected and actual read the same way everywhere: fulfilled in a match, not fulfilled in a miss.
 */
function decisiveLeaves(trace: ConditionTrace): readonly DecisiveLeaf[] {
  const found: DecisiveLeaf[] = [];
  collect(trace, null, 'as written', found);
  return found;
}

/** `negated` below an odd number of `not`. */
type Reading = 'as written' | 'negated';

function collect(trace: ConditionTrace, segment: string | null, reading: Reading, found: DecisiveLeaf[]): void {
  switch (trace.kind) {
    case 'leaf':
      found.push({ leaf: reading === 'negated' ? negated(trace) : trace, segment });
      return;
    case 'not':
      collect(trace.child, segment, reading === 'negated' ? 'as written' : 'negated', found);
      return;
    case 'segment':
      collect(trace.child, trace.segment, reading, found);
      return;
    case 'all':
    case 'any':
      for (const child of trace.children) {
        if (child.result === trace.result) collect(child, segment, reading, found);
      }
  }
}

function negated(leaf: LeafTrace): LeafTrace {
  return { ...leaf, operator: `not:${leaf.operator}`, result: !leaf.result };
}
