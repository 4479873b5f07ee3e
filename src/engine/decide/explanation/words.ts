import { type Language } from '#strata/kernel/texts';
import { ERRORS } from '#sdk';
import { type Choice } from '../stages/choose.js';
import { type LeafTrace } from '../../conditions/index.js';
import {
  currencyOf,
  type ExperimentArm,
  type Reason,
  type ReleaseDocuments,
  type Strategy,
  switchedOffOf,
  timeZoneOf,
} from '../../index.js';
import { toMillionths, scoreOf } from '../../plan/index.js';
import { type Phrases, phrasesOf } from '../../words/index.js';
import { personZone } from '../stages/policy.js';
import { type FailureStep, type PolicyStep, type Step } from '../stages/steps.js';

/** What the sentences of reasons are about, where they are not about a leaf of a condition. Nothing here decides anything. */

type StepOf<C extends Step['code']> = Extract<Step, { code: C }>;
type Reasons = Phrases['reasons'];

/** Why a strategy offers nothing to anybody now: somebody stopped it, or it is before or after its period. */
export function inactive(document: Strategy, { qualified }: Choice, reasons: Reasons): Omit<Reason, 'code' | 'stage'> {
  const { input, release } = qualified;
  const stop = switchedOffOf(input, document.id, 'stop');
  if (stop === null) return outsidePeriod(document, input.now, reasons);
  const words = reasons.stopped({ ...stop, zone: timeZoneOf(release.documents) });
  return { actual: new Date(stop.since).toISOString(), words };
}

function outsidePeriod(
  { active }: Strategy,
  now: number,
  reasons: Reasons,
): { expected: unknown; actual: string; words: string } {
  const actual = new Date(now).toISOString();
  const { from, to } = active ?? {};
  if (from !== undefined && now < Date.parse(from)) return { expected: from, actual, words: reasons.starts(from) };
  return { expected: to, actual, words: reasons.ended(to ?? '') };
}

export function withoutConsent(
  code: 'SUPPRESSED' | 'NO_CONSENT',
  { consent }: Strategy,
  reasons: Reasons,
): { expected?: unknown; words: string } {
  if (code === 'SUPPRESSED') return { words: reasons.suppressed };
  return { expected: consent, words: reasons.noConsent(consent ?? '') };
}

export function armOf({ id, share, by }: ExperimentArm): Parameters<Reasons['arm']>[0] {
  return { id: id === by ? null : id, share, by };
}

export function failureWords(
  { model, code, then }: FailureStep,
  { scores, qualified }: Choice,
  reasons: Reasons,
): string {
  const title = modelTitle(model, qualified.release.documents);
  if (code === 'NO_CHAMPION') return reasons.noChampion(title, then);
  const score = scoreOf(scores, model);
  const failure = score.status === 'failed' ? { title: ERRORS[score.code].title, code: score.code } : null;
  return reasons.noScore(title, failure, then);
}

/** What the contact policy has against a channel, and when that ends. */
export function heldBack(
  { block }: PolicyStep,
  { qualified }: Choice,
  language: Language,
): Omit<Reason, 'code' | 'stage'> {
  const { input, release } = qualified;
  const { policy } = release;
  const rule = policy?.rules[block.rule];
  if (policy === null || rule === undefined) throw new TypeError('a step of a contact policy that is not there');
  const until = new Date(block.until).toISOString();
  const { channel } = rule;
  const phrases = phrasesOf(language);
  if (rule.kind === 'cap') {
    const { contacts } = block;
    const { within } = rule.document;
    const cap = { contacts, channel, within, limit: rule.contacts, until: block.until, zone: policy.shopZone };
    const words = phrases.reasons.cappedByAll(cap);
    return { operator: 'lessThan', expected: rule.contacts, actual: contacts, until, words };
  }
  const { from, to } = rule.document;
  const zone = personZone(input, policy);
  return { until, words: phrases.reasons.quietNow(input.now, zone, phrases.policy.quiet(channel, from, to)) };
}

export function unprofitable(
  { offer, expected, price }: StepOf<'UNPROFITABLE'>,
  document: Strategy,
  choice: Choice,
  reasons: Reasons,
): { actual: number; run?: string; words: string } {
  const { profit, cost, natural } = expected;
  const { input, release } = choice.qualified;
  const known = price === 0 ? undefined : choice.availability.pricesFrom?.[document.id];
  const words = reasons.unprofitable({
    offer: offerTitle(offer, document),
    profit,
    cost,
    isGross: natural === null,
    price,
    source: known === undefined ? null : priceSource(known, { offer, document, now: input.now, release }),
    currency: currencyOf(release.documents),
  });
  return { actual: toMillionths(profit), ...(known === undefined ? {} : { run: known.run }), words };
}

type PriceSource = NonNullable<Choice['availability']['pricesFrom']>[string];
interface Priced {
  readonly offer: string;
  readonly document: Strategy;
  readonly now: number;
  readonly release: Choice['qualified']['release'];
}

function priceSource({ run, at, budget }: PriceSource, { offer, document, now, release }: Priced) {
  const { contactCost = 0, faceValue = 0 } = document.offers.find(({ id }) => id === offer) ?? {};
  const zone = timeZoneOf(release.documents);
  return { taken: contactCost + faceValue, budget: toMillionths(budget), run, at, zone, age: ageOf(now - at) };
}

const HOUR = 3_600_000;

/** In minutes, hours or days, the longer the coarser. */
function ageOf(milliseconds: number): string {
  const age = Math.max(0, milliseconds);
  if (age < 2 * HOUR) return `PT${String(Math.floor((60 * age) / HOUR))}M`;
  const hours = Math.floor(age / HOUR);
  return hours < 48 ? `PT${String(hours)}H` : `P${String(Math.floor(hours / 24))}D`;
}

export function heldOutWords(
  { of }: StepOf<'HOLDOUT'>,
  { experiment }: Strategy,
  { qualified }: Choice,
  reasons: Reasons,
): string {
  if (of === 'all') return reasons.heldOutOfAll(qualified.release.policy?.holdout?.share ?? 0);
  return reasons.heldOut(experiment?.holdout ?? 0);
}

export function spentWords(
  { code, offer, level }: StepOf<'STOCK_SPENT' | 'BUDGET_SPENT'>,
  document: Strategy,
  { qualified }: Choice,
  reasons: Reasons,
): string {
  const title = offerTitle(offer, document);
  if (code === 'STOCK_SPENT') return reasons.stockSpent(title, level);
  return reasons.budgetSpent(title, level, currencyOf(qualified.release.documents));
}

export function offeredWords(
  { offer, expected }: StepOf<'OFFERED'>,
  document: Strategy,
  { qualified }: Choice,
  reasons: Reasons,
): string {
  return reasons.offered(offerTitle(offer, document), expected, currencyOf(qualified.release.documents));
}

/** A leaf about a score. */
export function scoreOfLeaf(
  { params, expected, operator, result }: LeafTrace,
  model: string,
  documents: ReleaseDocuments,
): Parameters<Reasons['score']>[0] {
  const binary = documents.models.find(({ id }) => id === model)?.task === 'binary';
  const asRank = params?.['as'] === 'rank';
  return { model: modelTitle(model, documents), asRank, isShare: asRank || binary, operator, expected, result };
}

export function strategyTitle(id: string, { qualified }: Choice): string {
  return qualified.release.documents.strategies.find((strategy) => strategy.id === id)?.title ?? id;
}

export function offerTitle(id: string, { offers }: Strategy): string {
  return offers.find((candidate) => candidate.id === id)?.title ?? id;
}

function modelTitle(model: string, { models }: ReleaseDocuments): string {
  return models.find(({ id }) => id === model)?.title ?? model;
}
