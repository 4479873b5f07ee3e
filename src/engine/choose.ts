import { type Outcome } from './decision.js';
import { type Availability, type Scores } from './input.js';
import { type Qualified } from './qualify.js';

/** What must be reserved before the offer may go out. */
export interface Reservation {
  readonly strategy: string;
  readonly offer: string;
  /** Money: contact cost and face value. */
  readonly amount: number;
}

/** What the strategies came to with the scores known. Frozen; `describe` renders it. */
export interface Choice {
  readonly qualified: Qualified;
  readonly scores: Scores;
  readonly availability: Availability;
  readonly outcome: Outcome;
  /** Null unless the outcome is an offer. */
  readonly reservation: Reservation | null;
}

/** The stages after the scores. Pure: where the reservation is refused, call it again with a larger availability. */
export function choose(qualified: Qualified, scores: Scores, availability: Availability): Choice {
  throw new Error(`not yet ${String(qualified)} ${String(scores)} ${String(availability)}`);
}
