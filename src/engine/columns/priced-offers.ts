import { compileCondition } from '../conditions/index.js';
import { type Strategy } from '../index.js';
import { compileStrategy } from '../plan/index.js';
import { type OfferFigures, offerMoney } from './rows/offer-money.js';
import { type People } from './rows/people.js';

/** What each offer of a strategy is expected to bring to each row, whomever its conditions would let pass. */
export function pricedOffers(strategy: Strategy, people: People): readonly OfferFigures[] {
  return offerMoney(
    compileStrategy(unconditional(strategy), ({ condition }) => compileCondition(condition)),
    people,
  );
}

/** What its money reads, and nothing that keeps anybody from an offer. */
function unconditional({ id, title, goal, baseline, offers }: Strategy): Strategy {
  return {
    id,
    title,
    goal,
    segment: { all: [] },
    baseline: { title: baseline.title, offer: baseline.offer },
    offers: offers.map((offer) => ({
      id: offer.id,
      title: offer.title,
      faceValue: offer.faceValue,
      redemptionRate: offer.redemptionRate,
      contactCost: offer.contactCost,
      response: offer.response,
    })),
  };
}
