import { type Journeys } from './credit/index.js';

/** Journeys, and what is known of them besides. */
export interface CollectedJourneys {
  /** As messages and reports call where they come from. */
  readonly source: string;
  readonly journeys: Journeys;
  /** Conversions that no touch came before: nothing is credited with them. */
  readonly untouched: number;
}
