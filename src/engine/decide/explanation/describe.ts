import { type Language } from '#strata/kernel/texts';
import { type Choice } from '../stages/choose.js';
import {
  type Decision,
  type Detail,
  type Expected,
  type ReasonCode,
  type RecommendedByOffer,
  type RecommendedContent,
  type RecommendedItems,
  type UsedScore,
} from '../../index.js';
import { type Candidate } from '../stages/judge.js';
import { type CompiledOffer, toMillionths } from '../../plan/index.js';
import { type Counterfactual, nearestChangeOf } from './nearest-change.js';
import { reasonTexts } from './reasons.js';
import { remembering } from './remembering.js';
import { type Step } from '../stages/steps.js';

/** What a decision tells beside what was chosen. */
export interface DecisionMatter {
  /** What a search for the nearest change found; null where none was made. */
  readonly counterfactual?: Counterfactual | null;
  /** What recommenders chose for offers that take their content from one; null where none does. */
  readonly recommended?: RecommendedByOffer | null;
  /** Of the words; what is stored and replayed is in English. */
  readonly language?: Language | undefined;
}

/**
 * The decision in its published shape, with the words rendered, as JSON: the bytes that are answered, stored and replayed.
 * `none`: no reasons. `summary`: the reasons of the strategy that is reported, and what spoke against each of the others.
 * `full`: the reasons of all strategies, and the nearest change where a search found one (`searchNearestChange`). It is decided
 * again here, so that it never contradicts the choice, which may have changed since the search.
 *
 * Money and probabilities of the offer are rounded to a millionth, so that the noise of binary fractions does not show.
 *
 * The text is put together of parts, most of which are the same for everybody: a tree of objects that is made for every
 * person and then serialised took twice as long.
 */
export function decisionText(
  choice: Choice,
  detail: Detail,
  { counterfactual = null, recommended = null, language }: DecisionMatter = {},
): string {
  const { input, release } = choice.qualified;
  const { reported } = choice;
  const reasons = detail === 'none' ? '' : reasonTextsOf(choice, detail, language).join(',');
  const nearestChange = detail === 'full' ? nearestChangeOf(choice, counterfactual, language) : null;
  return (
    `{"id":${json(input.id)},"userId":${json(input.userId)}` +
    `,"strategy":${name(reported?.qualification.strategy.document.id)},"release":${name(release.hash)}` +
    `,"at":"${new Date(input.now).toISOString()}","outcome":"${choice.outcome}"${heldOutOfAll(choice) ? ',"heldOutOf":"all"' : ''}` +
    `,"arm":${name(reported?.qualification.arm?.id)}${otherArmsText(choice)},"selector":${name(reported?.selector)}` +
    `,"fallback":${name(reported?.fallback)},"level":${reported?.level ?? 0}` +
    `,"stoppedBy":${name(reported?.stoppedBy)},"propensity":${choice.propensity},"repeated":false` +
    `,"offer":${choice.offered === null ? 'null' : offerText(choice.offered, recommended)},"scores":${scoresText(choice)}` +
    `,"reasons":[${reasons}],"nearestChange":${json(nearestChange)}}`
  );
}

function heldOutOfAll({ outcome, reported }: Choice): boolean {
  const last = outcome === 'holdout' ? reported?.steps.at(-1) : undefined;
  return last?.code === 'HOLDOUT' && last.of === 'all';
}

/** A person takes part in the experiments of all strategies that drew it, not only in the one that decided. */
function otherArmsText({ reported, verdicts }: Choice): string {
  if (verdicts.length < 2) return '';
  const arms: string[] = [];
  for (const verdict of verdicts) {
    const { arm, strategy } = verdict.qualification;
    if (verdict !== reported && arm !== null) arms.push(`${name(strategy.document.id)}:${name(arm.id)}`);
  }
  return arms.length === 0 ? '' : `,"otherArms":{${arms.join(',')}}`;
}

/** The same decision as an object. Frozen. */
export function describe(choice: Choice, detail: Detail, matter: DecisionMatter = {}): Decision {
  return Object.freeze(JSON.parse(decisionText(choice, detail, matter)) as Decision);
}

/** Of names that documents or the engine give; there are few. */
const name = remembering(json);

function json(value: unknown): string {
  return value === undefined || value === null ? 'null' : JSON.stringify(value);
}

/** What is told of each offer in front of its figures. */
const offerTexts = new WeakMap<CompiledOffer, string>();

function offerText({ offer, expected }: Candidate, recommended: RecommendedByOffer | null): string {
  let text = offerTexts.get(offer);
  if (text === undefined) {
    const { id, title, channel, content } = offer.document;
    if (content?.recommend === undefined)
      offerTexts.set(offer, (text = JSON.stringify({ id, title, channel, content }).slice(0, -1)));
    else {
      const recommend = recommended?.[offer.key] ?? nothingOf(content.recommend);
      text = JSON.stringify({ id, title, channel, content: { ...content, recommend } }).slice(0, -1);
    }
  }
  return `${text},"expected":${json(expected === null ? null : rounded(expected))}}`;
}

function nothingOf({ model }: RecommendedContent): RecommendedItems {
  return { model, version: null, items: [], fallback: 'none' };
}

function rounded({ conversion, natural, cost, profit }: Expected): Expected {
  return {
    conversion: toMillionths(conversion),
    natural: natural === null ? null : toMillionths(natural),
    cost: toMillionths(cost),
    profit: toMillionths(profit),
  };
}

/** The scores of all models that were asked, by model id; failures stand among the reasons. */
function scoresText({ qualified: { needs, strategies }, scores }: Choice): string {
  if (needs.length === 0) return '[]';
  const used = needs.flatMap((model): UsedScore[] => {
    const score = scores[model];
    if (score?.status !== 'scored') return [];
    const ranked = strategies.some(
      ({ stoppedBy, strategy }) => stoppedBy === null && strategy.rankedModels.includes(model),
    );
    const { version, value, rank } = score;
    return [ranked ? { model, version, value, rank } : { model, version, value }];
  });
  return JSON.stringify(used);
}

/** The reported strategy's reasons come first, the others follow by id. */
function reasonTextsOf(choice: Choice, detail: Detail, language: Language | undefined): readonly string[] {
  const { reported, verdicts } = choice;
  if (reported === null) return [];
  const texts = [...reasonTexts(reported, reported.steps, choice, language)];
  for (const verdict of verdicts) {
    if (verdict === reported) continue;
    const steps = detail === 'full' ? verdict.steps : verdict.steps.filter(speaksAgainst);
    texts.push(...reasonTexts(verdict, steps, choice, language));
  }
  return texts;
}

const FOR: ReadonlySet<ReasonCode> = new Set([
  'SEGMENT_MATCH',
  'ARM',
  'TRIGGER_MATCH',
  'PREDICTIVE_MATCH',
  'BASELINE_MATCH',
]);

function speaksAgainst({ code }: Step): boolean {
  return !FOR.has(code);
}
