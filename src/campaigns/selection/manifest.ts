import { type AllocationReport } from '#strata/engine/allocation';
import { type AudienceStep, type StoppedPeople } from '../audience/index.js';
import { type HeldPeople } from './blocks/held-people.js';
import { type ListedTotal } from './list/listed-block.js';
import { type ListFormat } from './list/list-format.js';

/** What a campaign selected, and how: stands beside the list. Money as it is. */
export interface SelectionManifest {
  readonly campaign: string;
  readonly strategy: string;
  /** ISO 8601, UTC: the clock of all decisions. */
  readonly at: string;
  /** Content hash of the release. */
  readonly release: string;
  readonly models: readonly { readonly model: string; readonly version: number; readonly hash: string }[];
  readonly audience: {
    /** Of (user, offer, arm, outcome) of all rows of the list: neither their order nor how the work was split changes it. */
    readonly hash: string;
    /** Different people that the source holds. */
    readonly people: number;
    readonly duplicates: number;
    readonly nameless: number;
    /** People whom files name and who are not stored, where only stored people are meant; absent where there are none. */
    readonly unknown?: number;
  };
  /** Those who cannot get an offer, by the first thing that stops them, in the order of a decision. */
  readonly stopped: readonly StoppedPeople[];
  /** Of those whom the contact policy holds back (`CAPPED`, `QUIET_HOURS`) how many each of its rules does. */
  readonly heldBy: readonly HeldPeople[];
  /** Who is left after the conditions of the segment. */
  readonly steps: readonly AudienceStep[];
  /** Who could get an offer. */
  readonly eligible: number;
  /** Who gets one, and who is held out of one. */
  readonly selected: readonly SelectedPeople[];
  /** Scores that models could not give, by model. */
  readonly failures: Readonly<Record<string, number>>;
  /** How each arm's offers were allocated, under its share of the limits. */
  readonly allocation: readonly ({ readonly arm: string | null } & AllocationReport)[];
  readonly list: { readonly file: string; readonly format: ListFormat; readonly rows: number };
  readonly notes: readonly string[];
  /** Of the steps of the run; a run that was taken up again has those of its last part. */
  readonly seconds: {
    readonly audience: number;
    readonly decide: number;
    readonly allocate: number;
    readonly list: number;
  };
}

/** People of an arm with the same offer and outcome; what is expected of them, in sum. */
export interface SelectedPeople extends Omit<ListedTotal, 'conversions' | 'cost' | 'profit'> {
  /** Of those with figures; null where nobody has any, for a model failed and the human rule chose. */
  readonly expected: { readonly conversions: number; readonly cost: number; readonly profit: number } | null;
}
