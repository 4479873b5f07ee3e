import { type Language } from '#strata/kernel/texts';
import { type Condition } from './condition-documents.js';

export type FactType = 'number' | 'string' | 'boolean' | 'date' | 'list';
export type EventMeasure = 'count' | 'sum' | 'mean' | 'min' | 'max' | 'distinct' | 'daysSinceLast' | 'daysSinceFirst';

/** A count (or another measure) over a user's events: meaning (now − within, now − ago]. */
export interface EventQuery {
  readonly name: string;
  readonly measure?: EventMeasure;
  readonly property?: string;
  /** ISO-8601 duration of weeks, days and smaller. */
  readonly within?: string;
  readonly ago?: string;
  /** Counts only events that no event of this name followed: any, or one with the same value of a property. */
  readonly without?: string | Follower;
  readonly where?: Readonly<Record<string, string | number | boolean>>;
}

/** Events of a name, of which each follows only those that have the same value of a property, such as an order its cart. */
export interface Follower {
  readonly name: string;
  /** The property. Who has none, or a list or an object, has the same as nobody. */
  readonly same: string;
}

/** A follower in its long form: `same` is absent where any event of the name follows. */
export function followerOf(without: string | Follower): { readonly name: string; readonly same?: string } {
  return typeof without === 'string' ? { name: without } : without;
}

/**
 * What is measured of a date in the profile, by days of UTC: whole years since then; whole days since then or until then
 * (negative where it is the other way round); days to its next anniversary, 0 on the day, where the 29th of February is
 * celebrated on the 1st of March of other years.
 */
export type ProfileMeasure = 'yearsSince' | 'daysSince' | 'daysUntil' | 'daysToAnniversary';

/** An attribute of the profile by its name, or else by its path: `address.city`. */
export interface ProfileSource {
  readonly profile: string;
  readonly measure?: ProfileMeasure;
}

export interface EventsSource {
  readonly events: EventQuery & { readonly measure: EventMeasure };
}

/** The first fact divided by the second. */
export interface RatioSource {
  readonly ratio: readonly [string, string];
}

/** The value of the first case whose condition holds. */
export interface FirstOfSource {
  readonly firstOf: readonly FactCase[];
}
export interface FactCase {
  /** Over other facts; without one the case holds for everybody, and is the last. */
  readonly when?: Condition;
  readonly is: string | number | boolean;
}

/** What an analysis published last about the person. */
export interface ComputedSource {
  readonly computed: {
    /** Id of the analysis. */
    readonly analysis: string;
    /** What of it: a name of its `publishes`. */
    readonly output: string;
    /** ISO-8601 duration: what is older counts as missing; absent means of any age. */
    readonly maxAge?: string;
  };
}

/** The forms of a fact's source, by the code of its kind. */
export interface FactSources {
  readonly profile: ProfileSource;
  readonly events: EventsSource;
  readonly ratio: RatioSource;
  readonly firstOf: FirstOfSource;
  readonly computed: ComputedSource;
}
export type FactSource = FactSources[keyof FactSources];

/** What a fact is called in other languages than that of its `words`. */
export type FactTranslations = Readonly<Partial<Record<Language, { readonly words: string }>>>;

export interface FactDefinition {
  readonly type: FactType;
  readonly unit?: string;
  readonly from: FactSource;
  /** What the fact is called in a sentence. */
  readonly words: string;
  readonly translations?: FactTranslations;
  readonly sensitive?: boolean;
  readonly personal?: boolean;
  /** False where nothing that anybody does can change the fact soon (age, gender); such facts never stand in a nearest change. */
  readonly actionable?: boolean;
}
/** The catalogue: one definition each. */
export type FactCatalogue = Readonly<Record<string, FactDefinition>>;

/** What is known about each item of the shop: a price, a stock, a category. */
export interface ItemFactDefinition {
  readonly type: FactType;
  readonly unit?: string;
  /** What the fact is called in a sentence. */
  readonly words: string;
  readonly translations?: FactTranslations;
}

/** What is known about the items that the shop sells, and which of them may be recommended. Field meanings: `docs/recommendations.md`. */
export interface ItemFactCatalogue {
  /** The facts of items by their names: one definition each. */
  readonly facts: Readonly<Record<string, ItemFactDefinition>>;
  /** The fact that an item is called by; its id unless told. */
  readonly title?: string;
  /** The fact by which lists are kept diverse. */
  readonly category?: string;
  /** Over the facts of items: which may be recommended at all; all unless told. */
  readonly available?: Condition;
}

/** The facts of items as conditions read them. */
export function itemConditionFacts({ facts }: Pick<ItemFactCatalogue, 'facts'>): FactCatalogue {
  return Object.fromEntries(
    Object.entries(facts).map(([name, definition]) => [name, { ...definition, from: { profile: name } }]),
  );
}
