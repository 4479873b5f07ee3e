import { type ModelCheck } from '../preview/index.js';
import { type SelectionManifest } from '../selection/index.js';
import { type SwitchedOffPart } from './switched-off.js';

/** What a run selected and booked: stands beside the list. */
export interface RunManifest extends SelectionManifest {
  /** How far the people are from those that each model was trained on; `refused` where the run was forced. */
  readonly checks: readonly ModelCheck[];
  /** Why it ran whatever these say; null where nobody said so. */
  readonly forced: string | null;
  /** Null of a dry run. */
  readonly booked: BookedCounts | null;
  /** Against the campaign's run before; null of its first run, and of a dry run. */
  readonly changes: ListChanges | null;
  /** The table that the list was written into; null where it was written into none. */
  readonly table: string | null;
  /** Who is in the list for an ad platform, and why others are not; absent where there is none. */
  readonly match?: MatchCounts;
  /** Whom no recommender chose items for; absent where it chose for everybody. */
  readonly items?: ItemCounts;
  /** What of the strategy was off when a dry run ended; absent where nothing was. */
  readonly switchedOff?: readonly SwitchedOffPart[];
}

/** Who was written down as contacted. */
interface BookedCounts {
  /** People who get an offer. */
  readonly contacts: number;
  /** People who are held out of one. */
  readonly heldOut: number;
  /** People of the selection who are not in the list after all, by why: something happened in between. */
  readonly refused: {
    readonly capped: number;
    readonly suppressed: number;
    readonly erased: number;
    /** Of the capped those whom other strategies and campaigns contacted, by rule of the contact policy; absent without. */
    readonly heldBy?: readonly RefusedPeople[];
  };
}

interface RefusedPeople {
  /** The place of the rule among the policy's. */
  readonly rule: number;
  readonly people: number;
  /** "3 people were left out: at most 1 contact by sms in 7 days". */
  readonly words: string;
}

/** Who is in a list for an ad platform, and who is not, by the first reason. */
export interface MatchCounts {
  /** Rows: people with an e-mail address, a phone number or both. */
  readonly people: number;
  readonly withEmail: number;
  readonly withPhone: number;
  /** Of those who get an offer. */
  readonly leftOut: {
    /** Nobody is stored under the id. */
    readonly unknown: number;
    readonly suppressed: number;
    readonly noConsent: number;
    readonly noAddress: number;
    /** What is stored is no e-mail address, and no phone number that says its country. */
    readonly unusableAddress: number;
    /** Somebody who is held out has the same address. */
    readonly sharedWithHoldout: number;
  };
}

/** People whom no recommender chose items for. */
export interface ItemCounts {
  /** They get popular ones: the recommender could not be asked. */
  readonly popular: number;
  /** They get none: it had none that may be recommended. */
  readonly none: number;
}

/** How a list differs from the one before. */
export interface ListChanges {
  /** The run before. */
  readonly since: string;
  /** People who get an offer now and did not then. */
  readonly entered: number;
  /** People who got one then and do not now. */
  readonly left: number;
}
