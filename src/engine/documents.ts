/**
 * The documents that marketers write, as types. `src/rulebook` holds their schemas and validates them; the engine takes
 * only documents that passed. Field meanings: `docs/rule-guide.md`.
 */

import { type Analysis } from './analysis-documents.js';
import { type Campaign } from './campaign-documents.js';
import { type Condition } from './condition-documents.js';
import { type FactCatalogue, type ItemFactCatalogue } from './fact-documents.js';
import { type ModelDocument } from './model-documents.js';
import { type Strategy } from './strategy-documents.js';

export interface Segment {
  readonly id: string;
  readonly title: string;
  readonly condition: Condition;
}

/** What holds for the whole shop. */
export interface Shop {
  /** An IANA time zone, in which a day begins and ends; UTC unless told. */
  readonly timeZone?: string;
  /** The ISO 4217 code of the currency of every amount of money; amounts stand without one unless told. */
  readonly currency?: string;
}

/** What holds for the contacts of all strategies and campaigns together. Field meanings: `docs/contact-policy.md`. */
export interface ContactPolicy {
  readonly caps?: readonly ContactCap[];
  readonly quietHours?: readonly QuietHours[];
  /** People who get nothing from any strategy or campaign for as long as it stands. */
  readonly holdout?: HoldoutOfAll;
  /** The fact that holds a person's time zone, by its IANA name; the shop's counts where it is absent or not known. */
  readonly timeZone?: { readonly fact: string };
}

/** A hold-out of all strategies and campaigns together: what they bring as a whole is measured against it. */
export interface HoldoutOfAll {
  /** Another seed holds out others. */
  readonly seed: string;
  /** Share of those who would be treated, 0 to 1. */
  readonly share: number;
}

/** At most so many contacts of a person in this time. */
interface ContactCap {
  /** The channel of the offers that it counts and holds back; absent means all. */
  readonly channel?: string;
  readonly contacts: number;
  /** ISO-8601 duration. */
  readonly within: string;
}

/** Nobody is contacted from one time of the day to another, by the person's own clock; over midnight where `to` is earlier. */
interface QuietHours {
  /** Absent means every channel. */
  readonly channel?: string;
  /** Such as 21:00. */
  readonly from: string;
  readonly to: string;
}

/** All documents that decide together, published as one immutable release. */
export interface ReleaseDocuments {
  readonly shop?: Shop;
  /** Absent: every strategy has only caps of its own. */
  readonly contactPolicy?: ContactPolicy;
  /** Absent where nothing is recommended. */
  readonly itemFacts?: ItemFactCatalogue;
  readonly facts: FactCatalogue;
  readonly segments: readonly Segment[];
  readonly models: readonly ModelDocument[];
  readonly strategies: readonly Strategy[];
  /** Absent where there are none. */
  readonly campaigns?: readonly Campaign[];
  /** Absent where there are none. */
  readonly analyses?: readonly Analysis[];
}

/** The time zone of a release's shop. */
export function timeZoneOf({ shop }: Pick<ReleaseDocuments, 'shop'>): string {
  return shop?.timeZone ?? 'UTC';
}

/** The currency of a release's shop; undefined where amounts stand without one. */
export function currencyOf({ shop }: Pick<ReleaseDocuments, 'shop'>): string | undefined {
  return shop?.currency;
}

const spoken = new WeakMap<FactCatalogue, Map<string, FactCatalogue>>();

/** The catalogue as sentences need it, made once: amounts of money have the shop's currency as their unit. */
export function spokenFacts({ facts, shop }: Pick<ReleaseDocuments, 'shop' | 'facts'>): FactCatalogue {
  const currency = shop?.currency;
  if (currency === undefined) return facts;
  const known = spoken.get(facts) ?? new Map<string, FactCatalogue>();
  spoken.set(facts, known);
  const found = known.get(currency) ?? inCurrency(facts, currency);
  known.set(currency, found);
  return found;
}

function inCurrency(facts: FactCatalogue, currency: string): FactCatalogue {
  return Object.fromEntries(
    Object.entries(facts).map(([name, definition]) => [
      name,
      definition.unit === 'money' ? { ...definition, unit: currency } : definition,
    ]),
  );
}
