import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { type CompiledCondition, type ConditionTrace, leafPhrase, type LeafTrace } from '../../conditions/index.js';
import { type Choice } from '../stages/choose.js';
import { type Reason, type ReleaseDocuments, spokenFacts, type SpentLevel } from '../../index.js';
import { type CompiledStrategy, toMillionths } from '../../plan/index.js';
import { type Verdict } from '../stages/judge.js';
import { resolver } from '../stages/resolve.js';
import { type ConditionStep, type FailureStep, type Step } from '../stages/steps.js';
import { phrasesOf } from '../../words/index.js';
import { remembering } from './remembering.js';
import {
  armOf,
  failureWords,
  heldBack,
  heldOutWords,
  inactive,
  offeredWords,
  offerTitle,
  scoreOfLeaf,
  spentWords,
  strategyTitle,
  unprofitable,
  withoutConsent,
} from './words.js';

/** The reasons of a strategy's steps, each as the JSON text of a {@link Reason}, in the order of the steps. */
export function reasonTexts(
  verdict: Verdict,
  steps: readonly Step[],
  choice: Choice,
  language: Language = DEFAULT_LANGUAGE,
): readonly string[] {
  const texts: string[] = [];
  for (const step of steps) {
    if ('condition' in step && step.condition !== null) addConditionTexts(texts, step, { verdict, choice, language });
    else texts.push(plainText(step, { verdict, choice, language }));
  }
  return texts;
}

/** Texts that are kept of a strategy: policies may have a propensity for each person. */
const MOST_TEXTS = 1_000;
/** The texts of reasons that are the same for many, by what tells them apart inside of their strategy. */
const sameForAll = new WeakMap<CompiledStrategy, Map<string, string>>();

/** Whose steps are told, and how. */
interface Telling {
  readonly verdict: Verdict;
  readonly choice: Choice;
  readonly language: Language;
}

function plainText(step: PlainStep, telling: Telling): string {
  const same = keyOfSame(step);
  if (same === null) return JSON.stringify(plainReason(step, telling));
  const { verdict, language } = telling;
  const key = language === DEFAULT_LANGUAGE ? same : `${language} ${same}`;
  const { strategy } = verdict.qualification;
  let known = sameForAll.get(strategy);
  if (known === undefined) sameForAll.set(strategy, (known = new Map<string, string>()));
  let text = known.get(key);
  if (text === undefined) {
    if (known.size >= MOST_TEXTS) known.clear();
    known.set(key, (text = JSON.stringify(plainReason(step, telling))));
  }
  return text;
}

/** Null where a reason says something about the person, the moment or what is left. */
function keyOfSame(step: PlainStep): string | null {
  switch (step.code) {
    case 'SUPPRESSED':
    case 'NO_CONSENT':
    case 'NOT_IN_EXPERIMENT':
    case 'BASELINE_MATCH':
      return step.code;
    case 'ARM':
      return `${step.code} ${step.arm.id}`;
    case 'NO_CHAMPION':
      return `${step.code} ${step.stage} ${step.model} ${step.then} ${step.offer ?? ''}`;
    case 'OUTRANKED':
      return `${step.code} ${step.offer} ${step.by}`;
    case 'POLICY_CHOSE':
      return `${step.code} ${step.offer} ${step.propensity}`;
    case 'HOLDOUT':
      return `${step.code} ${step.offer} ${step.of}`;
    default:
      return null;
  }
}

type PlainStep = Exclude<Step, ConditionStep>;

function plainReason(step: PlainStep, { verdict, choice, language }: Telling): Reason {
  const { document, cap } = verdict.qualification.strategy;
  const { reasons } = phrasesOf(language);
  const base = { code: step.code, stage: step.stage, strategy: document.id };
  switch (step.code) {
    case 'NOT_ACTIVE':
      return { ...base, ...inactive(document, choice, reasons) };
    case 'SUPPRESSED':
    case 'NO_CONSENT':
      return { ...base, ...withoutConsent(step.code, document, reasons) };
    case 'ARM':
      return { ...base, actual: step.arm.id, words: reasons.arm(armOf(step.arm)) };
    case 'NOT_IN_EXPERIMENT':
      return { ...base, words: reasons.noPart(document.experiment?.otherwise ?? 'none') };
    case 'BASELINE_MATCH':
      return { ...base, words: reasons.humanRule(document.baseline.title) };
    case 'SCORER_FAILED':
    case 'NO_CHAMPION':
      return { ...base, ...offerOf(step), model: step.model, words: failureWords(step, choice, reasons) };
    case 'QUIET_HOURS':
      return { ...base, ...heldBack(step, choice, language) };
    case 'CAPPED': {
      if ('block' in step) return { ...base, ...heldBack(step, choice, language) };
      const expected = cap?.contacts;
      return {
        ...base,
        operator: 'lessThan',
        expected,
        actual: step.contacts,
        words: reasons.capped(step.contacts, document.limits?.perUser ?? null),
      };
    }
    case 'UNPROFITABLE': {
      const told = unprofitable(step, document, choice, reasons);
      return { ...base, offer: step.offer, operator: 'greaterThan', expected: toMillionths(step.price), ...told };
    }
    case 'POLICY_CHOSE':
      return {
        ...base,
        offer: step.offer,
        actual: step.propensity,
        words: reasons.policyChose(offerTitle(step.offer, document), step.propensity),
      };
    case 'POLICY_FAILED':
      return { ...base, words: reasons.policyFailed(step.policy) };
    case 'OUTRANKED':
      return { ...base, offer: step.offer, words: reasons.outranked(strategyTitle(step.by, choice)) };
    case 'HOLDOUT':
      return { ...base, offer: step.offer, words: heldOutWords(step, document, choice, reasons) };
    case 'STOCK_SPENT':
    case 'BUDGET_SPENT':
      return { ...base, offer: step.offer, ...levelOf(step), words: spentWords(step, document, choice, reasons) };
    case 'OFFERED':
      return { ...base, offer: step.offer, words: offeredWords(step, document, choice, reasons) };
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
function addConditionTexts(texts: string[], step: ConditionStep, { verdict, choice, language }: Telling): void {
  const { input, release } = choice.qualified;
  const trace = step.condition.trace(input.facts, resolver(input, release, choice.scores));
  const leaves = decisiveLeaves(trace);
  for (const leaf of leaves) texts.push(leafText(leaf, { step, verdict, documents: release.documents, language }));
  if (leaves.length > 0) return;
  const strategy = verdict.qualification.strategy.document.id;
  const { code, stage } = step;
  texts.push(
    JSON.stringify({
      code,
      stage,
      strategy,
      pointer: trace.pointer,
      ...offerOf(step),
      words: phrasesOf(language).reasons.empty(trace.result),
    }),
  );
}

/** Where a leaf decided. */
interface Place {
  readonly step: ConditionStep;
  readonly verdict: Verdict;
  readonly documents: ReleaseDocuments;
  readonly language: Language;
}

/**
 * The reason of a leaf that is compared with a constant: from one person to the next only the actual value differs, so the
 * text in front of it, the text behind it and the phrase are made once.
 */
interface LeafForm {
  readonly leaf: DecisiveLeaf;
  readonly strategy: string;
  readonly code: ConditionStep['code'];
  readonly offer: string | undefined;
  readonly language: Language;
  readonly text: (actual: unknown) => string;
}

/** The forms of each condition's leaves, by the pointer of the leaf. */
const forms = new WeakMap<CompiledCondition, Map<string, LeafForm[]>>();

function leafText(found: DecisiveLeaf, place: Place): string {
  if (found.leaf.expectedFact !== undefined) return formText(found, place)(found.leaf.actual);
  const { language, step } = place;
  const { condition, code, offer } = step;
  const strategy = place.verdict.qualification.strategy.document.id;
  let known = forms.get(condition);
  if (known === undefined) forms.set(condition, (known = new Map<string, LeafForm[]>()));
  let alike = known.get(found.leaf.pointer);
  if (alike === undefined) known.set(found.leaf.pointer, (alike = []));
  for (const form of alike) {
    const isSameStep = form.code === code && form.offer === offer && form.strategy === strategy;
    if (isSameStep && form.language === language && isSameLeaf(form.leaf, found)) return form.text(found.leaf.actual);
  }
  const form = { leaf: found, strategy, code, offer, language, text: formText(found, place) };
  alike.push(form);
  return form.text(found.leaf.actual);
}

function isSameLeaf(a: DecisiveLeaf, b: DecisiveLeaf): boolean {
  return a.segment === b.segment && a.reading === b.reading && a.leaf.result === b.leaf.result;
}

/** A leaf below a `not` counts with the `not:` decorator in front of its operator, so that all read the same way. */
function formText({ leaf: traced, segment, reading }: DecisiveLeaf, place: Place): LeafForm['text'] {
  const { step, verdict, documents, language } = place;
  const leaf =
    reading === 'as written' ? traced : { ...traced, operator: `not:${traced.operator}`, result: !traced.result };
  const model = modelOf(leaf);
  const isSureThing = step.code === 'PREDICTIVE_MISS' && model !== null && model === naturalModel(verdict);
  const before = JSON.stringify({
    code: isSureThing ? 'WOULD_CONVERT_ANYWAY' : step.code,
    stage: step.stage,
    strategy: verdict.qualification.strategy.document.id,
    pointer: leaf.pointer,
    ...(segment === null ? {} : { segment }),
    fact: leaf.fact,
    operator: leaf.operator,
    expected: leaf.expected,
  }).slice(0, -1);
  const behind = JSON.stringify({ ...offerOf(step), ...(model === null ? {} : { model }) }).slice(1, -1);
  const between = `${behind === '' ? '' : `,${behind}`},"words":`;
  const phrase =
    model === null
      ? leafPhrase(leaf, spokenFacts(documents), language)
      : phrasesOf(language).reasons.score(scoreOfLeaf(leaf, model, documents));
  return remembering((actual) => `${before}${actualText(actual)}${between}${JSON.stringify(phrase(actual))}}`);
}

/** A fact without a value has no member. */
function actualText(actual: unknown): string {
  const text = JSON.stringify(actual) as string | undefined;
  return text === undefined ? '' : `,"actual":${text}`;
}

function modelOf({ fact, params }: LeafTrace): string | null {
  return fact === 'score' && params !== undefined ? String(params['model']) : null;
}

function naturalModel({ qualification }: Verdict): string | null {
  const { natural } = qualification.strategy.document.goal;
  return natural !== undefined && 'model' in natural ? natural.model : null;
}

/** A leaf, the segment in whose document it stands (null for the strategy's), and how it counts. */
interface DecisiveLeaf {
  readonly leaf: LeafTrace;
  readonly segment: string | null;
  readonly reading: Reading;
}

/** `negated` below an odd number of `not`. */
type Reading = 'as written' | 'negated';

/** The leaves of a trace that explain its result: fulfilled in a match, not fulfilled in a miss. */
function decisiveLeaves(trace: ConditionTrace): readonly DecisiveLeaf[] {
  const found: DecisiveLeaf[] = [];
  collect(trace, null, 'as written', found);
  return found;
}

function collect(trace: ConditionTrace, segment: string | null, reading: Reading, found: DecisiveLeaf[]): void {
  switch (trace.kind) {
    case 'leaf':
      found.push({ leaf: trace, segment, reading });
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
