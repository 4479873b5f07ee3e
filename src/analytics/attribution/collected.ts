import { type Journeys } from './credit/index.js';

/** Journeys, and what is known of them besides. */
export interface CollectedJourneys {
  /** As messages and reports call where they come from. */
  readonly source: string;
  readonly journeys: Journeys;
  /** Conversions that no touch came before, from the first touch of all on: nothing is credited with them. */
  readonly untouched: number;
  /** Null where moments are not known. */
  readonly times: JourneyTimes | null;
}

/** When journeys were. Moments in milliseconds since 1970, UTC. */
export interface JourneyTimes {
  /** The moment that they are of: nothing that happened later is in them. */
  readonly until: number;
  /** The middle between the first touch and the last event. */
  readonly middle: number;
  /** Journeys that ended until the middle, and those that ended later. */
  readonly earlier: Journeys;
  readonly later: Journeys;
}
