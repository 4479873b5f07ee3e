import { type Language } from '#strata/kernel/texts';
import { type Choice } from '../stages/choose.js';
import { type Expected, currencyOf, type Offer } from '../../index.js';
import {
  type CompiledOffer,
  expectedAmong,
  expectedOf,
  moneyFailure,
  orderValueOf,
  toMillionths,
} from '../../plan/index.js';
import { type AccountSubject, phrasesOf } from '../../words/index.js';

/** The expected profit of one offer to one person, with every figure that it is made of. Money and probabilities. */
export interface Account extends AccountSubject {
  readonly strategy: string;
  readonly offer: string;
  readonly title: string;
  /** The sums in words: what it earns, what it costs, what is left. */
  readonly words: readonly string[];
}

/**
 * The accounts of the offers of the strategy that is reported, also of those that were not made, as far as the scores that
 * the decision asked for tell them. Empty where it ended before any score.
 */
export function accountsOf(choice: Choice, language?: Language): readonly Account[] {
  const { reported, scores } = choice;
  if (reported === null || reported.qualification.stoppedBy !== null) return [];
  const { offers } = reported.qualification.strategy;
  return offers.flatMap((offer) => {
    const expected = moneyFailure(offer, scores) === null ? expectedFor(choice, offer) : null;
    return expected === null ? [] : [accountOf(choice, offer.document, expected, language)];
  });
}

/** As it was priced: see `judge`. */
function expectedFor({ reported, qualified, scores }: Choice, offer: CompiledOffer): Expected | null {
  if (reported === null) return null;
  const { strategy } = reported.qualification;
  if (reported.selector === 'model') return expectedAmong(strategy, offer, qualified.input, scores);
  return expectedOf(strategy.document.goal, offer.document, qualified.input, scores);
}

function accountOf(
  { reported, qualified }: Choice,
  offer: Offer,
  expected: Expected,
  language: Language | undefined,
): Account {
  const { id: strategy, goal } = (reported as NonNullable<Choice['reported']>).qualification.strategy.document;
  const { conversion, natural, cost, profit } = expected;
  const figures = {
    margin: goal.margin,
    orderValue: orderValueOf(goal, qualified.input),
    conversion: toMillionths(conversion),
    natural: natural === null ? null : toMillionths(natural),
    redemptionRate: offer.redemptionRate,
    faceValue: offer.faceValue,
    contactCost: offer.contactCost,
    gain: toMillionths(profit + cost),
    cost: toMillionths(cost),
    profit: toMillionths(profit),
  };
  return Object.freeze({
    strategy,
    offer: offer.id,
    title: offer.title,
    ...figures,
    words: phrasesOf(language).accountLines(figures, currencyOf(qualified.release.documents)),
  });
}
