/**
 * The documents that marketers write, as types. `src/rulebook` holds their schemas and validates them; the engine takes
 * only documents that passed. Field meanings: `docs/rule-guide.md`.
 */

import { type Analysis } from './analysis-documents.js';
import { type Campaign } from './campaign-documents.js';
import { type Condition } from './condition-documents.js';
import { type ContactPolicy } from './contact-policy.js';
import { type FactCatalogue } from './fact-documents.js';
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

/** All documents that decide together, published as one immutable release. */
export interface ReleaseDocuments {
  readonly shop?: Shop;
  /** Absent: every strategy has only caps of its own. */
  readonly contactPolicy?: ContactPolicy;
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
