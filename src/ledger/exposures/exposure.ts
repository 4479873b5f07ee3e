import { type Decision, type Offer, type Strategy } from '#strata/engine';
import { durationMilliseconds } from '#strata/kernel';
import { StrataError } from '#sdk';

/** A user who got an offer or was held out, and the window in which a goal event counts for it. */
export interface Exposure {
  readonly decisionId: string;
  readonly userId: string;
  readonly strategy: string;
  readonly arm: string | null;
  /** Null for a hold-out. */
  readonly offer: string | null;
  /** The goal's window is [at, endsAt), in milliseconds since 1970, UTC. */
  readonly at: number;
  readonly endsAt: number;
  readonly goalEvent: string;
  /** The property of the goal event that holds its value. */
  readonly valueProperty: string | null;
  /** Money, where the goal event does not say its value. */
  readonly usualValue: number;
  /** Share of a value that is profit. */
  readonly margin: number;
  /** Millionths of money; 0 for a hold-out, as the face value is. */
  readonly contactMicros: number;
  readonly faceMicros: number;
  /** Whether its decision counted against the offer's stock and the strategy's budget. */
  readonly holdsStock: boolean;
  readonly holdsBudget: boolean;
}

const MICROS = 1_000_000;

/** The exposure of a decision that offers or holds out, by the strategy as its release had it. */
export function exposureOf(decision: Decision, { id, goal, offers, limits }: Strategy): Exposure {
  const offer = decision.offer === null ? null : offerOf(decision.offer.id, offers);
  const at = Date.parse(decision.at);
  return {
    decisionId: decision.id,
    userId: decision.userId,
    strategy: id,
    arm: decision.arm,
    offer: offer?.id ?? null,
    at,
    endsAt: at + (durationMilliseconds(goal.within) ?? 0),
    goalEvent: goal.event,
    valueProperty: goal.value ?? null,
    usualValue: typeof goal.orderValue === 'number' ? goal.orderValue : 0,
    margin: goal.margin,
    ...moneyOf(offer),
    holdsStock: offer?.stock !== undefined,
    holdsBudget: offer !== null && limits?.budget !== undefined,
  };
}

function offerOf(id: string, offers: readonly Offer[]): Offer {
  const offer = offers.find((one) => one.id === id);
  if (offer === undefined) throw new StrataError('INTERNAL', `The release has no offer “${id}”.`);
  return offer;
}

/** What was reserved is rounded as a whole, so the face value is what is left of it beside the contact. */
function moneyOf(offer: Offer | null): Pick<Exposure, 'contactMicros' | 'faceMicros'> {
  if (offer === null) return { contactMicros: 0, faceMicros: 0 };
  const contactMicros = Math.round(offer.contactCost * MICROS);
  return { contactMicros, faceMicros: Math.round((offer.contactCost + offer.faceValue) * MICROS) - contactMicros };
}
