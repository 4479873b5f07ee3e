import { compileCondition } from '../conditions/index.js';
import { type Strategy } from '../index.js';
import { compileStrategy } from '../plan/index.js';
import { type OfferFigures, offerMoney } from './rows/offer-money.js';
import { type People } from './rows/people.js';
import { ungated } from './ungated.js';

/** What each offer of a strategy is expected to bring to each row, whomever its conditions would let pass. */
export function pricedOffers(strategy: Strategy, people: People): readonly OfferFigures[] {
  return offerMoney(
    compileStrategy(unconditional(strategy), ({ condition }) => compileCondition(condition)),
    people,
  );
}

function unconditional(strategy: Strategy): Strategy {
  const { predictive, baseline, offers, ...rest } = ungated(strategy);
  const { title, offer } = baseline;
  return { ...rest, baseline: { title, offer }, offers: offers.map(({ when, ...others }) => others) };
}
