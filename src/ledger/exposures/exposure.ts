import { type Offer, type Strategy } from '#strata/engine';
import { durationMilliseconds } from '#strata/kernel';
import { StrataError } from '#sdk';
import { microsOf } from '../counters/index.js';
import { type ExposureScore } from './scoring-model.js';

/** A user who got an offer or was held out, and the window in which a goal event counts for it. */
export interface Exposure {
  /** Of a decision, its id. */
  readonly id: string;
  /** Where it came from, such as `decision`. */
  readonly source: string;
  /** Who was drawn into an arm of an experiment is `drawn` besides: see `recordDrawn`. */
  readonly role: 'treated' | 'held-out' | 'held-out-of-all';
  readonly userId: string;
  readonly strategy: string;
  readonly arm: string | null;
  /** Of the strategy's experiment, from 1 on. */
  readonly phase: number;
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
  /** Whether it counted against the offer's stock and the strategy's budget. */
  readonly holdsStock: boolean;
  readonly holdsBudget: boolean;
  /** The probability with which this offer was chosen; null where it is not known. */
  readonly propensity: number | null;
  /** What the strategy's scoring model said of the person; null where nobody knows. */
  readonly score: ExposureScore | null;
  /** Milliseconds in which the same offer, or holding out, is the same exposure again. */
  readonly standsFor: number;
}

/** Who is exposed to what, as a decision or a campaign knows it. */
export interface Exposing extends Pick<Exposure, 'id' | 'source' | 'userId' | 'arm' | 'at' | 'propensity'> {
  /** Null for a hold-out. */
  readonly offer: string | null;
  /** Of people without an offer: of which hold-out; the strategy's unless told. */
  readonly heldOutOf?: 'strategy' | 'all';
  /** Unknown unless told: see `scoringModel`. */
  readonly score?: ExposureScore | null;
}

/** The exposure with what the strategy says about goal and money, so that counting needs no documents. */
export function exposureOf(
  { heldOutOf, score = null, ...exposing }: Exposing,
  { id, goal, offers, limits, experiment }: Strategy,
): Exposure {
  const offer = exposing.offer === null ? null : offerOf(exposing.offer, offers);
  const perUser = limits?.perUser;
  return {
    ...exposing,
    role: offer !== null ? 'treated' : heldOutOf === 'all' ? 'held-out-of-all' : 'held-out',
    strategy: id,
    phase: experiment?.phase ?? 1,
    endsAt: exposing.at + (durationMilliseconds(goal.within) ?? 0),
    goalEvent: goal.event,
    valueProperty: goal.value ?? null,
    usualValue: typeof goal.orderValue === 'number' ? goal.orderValue : 0,
    margin: goal.margin,
    ...moneyOf(offer),
    score,
    holdsStock: offer?.stock !== undefined,
    holdsBudget: offer !== null && limits?.budget !== undefined,
    standsFor: perUser === undefined ? 0 : (durationMilliseconds(perUser.within) ?? 0) / perUser.contacts,
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
  const contactMicros = Number(microsOf(offer.contactCost));
  return { contactMicros, faceMicros: Number(microsOf(offer.contactCost + offer.faceValue)) - contactMicros };
}
