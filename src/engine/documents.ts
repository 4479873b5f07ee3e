/**
 * The documents that marketers write, as types. `src/rulebook` holds their schemas and validates them; the engine takes
 * only documents that passed. Field meanings: `docs/rule-guide.md`.
 */

import { type Task } from '#sdk';
import { type DateForm } from '#strata/kernel/forms';
import { type Campaign, type CampaignLimits } from './campaign-documents.js';
import { type ContactPolicy } from './contact-policy.js';

/** A leaf's `value`: a constant, or another fact to compare with. */
export type ConditionValue =
  string | number | boolean | null | readonly (string | number | boolean | null)[] | FactValue;
export interface FactValue {
  readonly fact: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly path?: string;
}

/** A condition in json-rules-engine's format. */
export type Condition = AllCondition | AnyCondition | NotCondition | ReferenceCondition | LeafCondition;
interface Named {
  readonly name?: string;
}
interface AllCondition extends Named {
  readonly all: readonly Condition[];
}
interface AnyCondition extends Named {
  readonly any: readonly Condition[];
}
interface NotCondition extends Named {
  readonly not: Condition;
}
/** A reference to a segment by its id. */
interface ReferenceCondition extends Named {
  readonly condition: string;
}
export interface LeafCondition extends Named {
  readonly fact: string;
  /** An operator, with decorators in front: `everyFact:greaterThan`. */
  readonly operator: string;
  readonly value: ConditionValue;
  readonly params?: Readonly<Record<string, unknown>>;
  /** A JSONPath into the fact's value. */
  readonly path?: string;
}

/** Wherever a document takes a condition it takes a tree or a segment's id. */
export type ConditionOrSegment = Condition | string;

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

/** The forms of a fact's source, by the code of its kind. */
export interface FactSources {
  readonly profile: ProfileSource;
  readonly events: EventsSource;
  readonly ratio: RatioSource;
  readonly firstOf: FirstOfSource;
}
export type FactSource = FactSources[keyof FactSources];

export interface FactDefinition {
  readonly type: FactType;
  readonly unit?: string;
  readonly from: FactSource;
  /** What the fact is called in a sentence. */
  readonly words: string;
  readonly sensitive?: boolean;
  readonly personal?: boolean;
  /** False where nothing that anybody does can change the fact soon (age, gender); such facts never stand in a nearest change. */
  readonly actionable?: boolean;
}
/** The catalogue: one definition each. */
export type FactCatalogue = Readonly<Record<string, FactDefinition>>;

export interface Segment {
  readonly id: string;
  readonly title: string;
  readonly condition: Condition;
}

/** A model of `rules/models`, by its id. */
export interface ModelReference {
  readonly model: string;
}
/** A model of P(goal | offer). An uplift model gives P(goal | none) as well. */
export interface ResponseModel extends ModelReference {
  /** Of an uplift model: the treatment that the offer is; the one of the offer's id, or its only one, unless told. */
  readonly treatment?: string;
}
/** A rate that holds for every user alike, for strategies that run on rules alone. */
export interface FixedRate {
  /** A probability, 0 to 1. */
  readonly rate: number;
}
interface FactReference {
  readonly fact: string;
}

export interface Goal {
  readonly event: string;
  /** The property of the goal event that holds its value in money. */
  readonly value?: string;
  /** ISO-8601 duration: how long after the offer a conversion counts. */
  readonly within: string;
  /** Share of the order's value that is profit, 0 to 1. */
  readonly margin: number;
  /** Expected order value: a fact, or an amount of money. */
  readonly orderValue: FactReference | number;
  /** P(goal | no offer); of an uplift model in `response` unless told. Without either every figure is gross. */
  readonly natural?: ModelReference | FixedRate;
}

export type RankBy = ModelReference | (FactReference & { readonly order: 'asc' | 'desc' });

interface Predictive {
  readonly when?: ConditionOrSegment;
  readonly rankBy?: RankBy;
  readonly onFailure: 'baseline' | 'none';
}

interface Baseline {
  readonly title: string;
  readonly when?: ConditionOrSegment;
  readonly rankBy?: RankBy;
  /** Id of the offer that the human rule makes. */
  readonly offer: string;
}

export interface Offer {
  readonly id: string;
  readonly title: string;
  readonly when?: ConditionOrSegment;
  /** Money; 0 where the offer is only a message. */
  readonly faceValue: number;
  readonly minimumSpend?: number;
  /** Share of converters who redeem, 0 to 1. */
  readonly redemptionRate: number;
  /** Money a message. */
  readonly contactCost: number;
  /** How many may be issued; absent means no limit. */
  readonly stock?: number;
  /** P(goal | this offer). */
  readonly response: ResponseModel | FixedRate;
  readonly channel?: string;
  /** Handed to the caller as it is. */
  readonly content?: Readonly<Record<string, unknown>>;
}

/** A strategy's limits; its campaigns may have narrower ones. */
interface Limits extends CampaignLimits {
  readonly perUser?: { readonly contacts: number; readonly within: string };
}

/** Who decides for the people of an arm: the strategy with its models, or the human rule. */
export type Way = 'model' | 'baseline';

/** An arm of an experiment. */
export interface ExperimentArm {
  readonly id: string;
  /** Share of the people, 0 to 1. */
  readonly share: number;
  readonly by: Way;
}

export interface Experiment {
  readonly seed: string;
  /** Share of those who would be treated that gets nothing, 0 to 1. */
  readonly holdout?: number;
  /** Their shares sum to 1. The short form has an arm of each way, called as the way is. */
  readonly arms?: readonly ExperimentArm[] | Readonly<Record<Way, number>>;
}

/** The arms in their long form, in the order in which they are drawn; empty where there are none. */
export function armsOf({ arms = [] }: Pick<Experiment, 'arms'> = {}): readonly ExperimentArm[] {
  if (!('model' in arms)) return arms;
  const { model, baseline } = arms;
  return [
    { id: 'model', share: model, by: 'model' },
    { id: 'baseline', share: baseline, by: 'baseline' },
  ];
}

export interface Strategy {
  readonly id: string;
  readonly title: string;
  readonly owner?: string;
  readonly goal: Goal;
  /** The purpose that the user must have consented to. */
  readonly consent?: string;
  readonly active?: { readonly from?: string; readonly to?: string };
  readonly segment: ConditionOrSegment;
  readonly trigger?: ConditionOrSegment;
  readonly predictive?: Predictive;
  readonly baseline: Baseline;
  readonly offers: readonly Offer[];
  readonly limits?: Limits;
  readonly experiment?: Experiment;
  /** Why the strategy may use each sensitive fact that it uses. */
  readonly sensitiveFacts?: Readonly<Record<string, string>>;
  /** Multiplies the expected profit where strategies compete; 1 unless told. */
  readonly weight?: number;
}

/** The label of a model: a goal event inside a window, or a column of a flat file. */
type ModelLabel =
  /** From history: how often the event happens in the window (`count`, the default), or the sum of a property of it. */
  | {
      readonly event: string;
      readonly within: string;
      readonly measure?: 'count' | 'sum';
      readonly property?: string;
    }
  /** `positive`: the value that counts as success, where the column does not hold 0 and 1, true and false or yes and no. */
  | { readonly column: string; readonly positive?: string | number }
  /** A column of numbers: above so much is success. */
  | { readonly column: string; readonly above: number };
type ModelTreatment = 'none' | 'any' | { readonly column: string; readonly control: string | number };

/** The moments at which people become examples of a model that learns from history. */
type ModelSamples =
  /** When past campaigns reached them, or left them out at random. */
  | { readonly at: 'campaigns' }
  /** Every so often, the last time one label window before today; `most` moments, 6 unless told. */
  | { readonly every: string; readonly most?: number };

export interface ModelColumn {
  readonly type: 'number' | 'category' | 'boolean' | 'date';
  /** What separates decimals in numbers that are written as text. */
  readonly decimal?: '.' | ',';
  /** How dates are written, where their cells do not tell. */
  readonly form?: DateForm;
  /** What a blank cell means; absent means missing. */
  readonly blank?: number | string;
}

export interface ModelDocument {
  readonly id: string;
  readonly title: string;
  readonly plugin: string;
  readonly task: Task;
  readonly label: ModelLabel;
  /** Id of the segment that the model is meant for. */
  readonly population?: string;
  readonly treatment?: ModelTreatment;
  /** Fact names; column names where the model is trained from a flat file. */
  readonly features: readonly string[];
  /** Unless told: campaigns for models with a treatment, as far as history has them; else regular moments. */
  readonly samples?: ModelSamples;
  /** Which rows of a flat file to train on. */
  readonly where?: Condition;
  readonly columns?: Readonly<Record<string, ModelColumn>>;
  /** The column of a flat file that names the person of a row: all rows of a person stay on one side of a split. */
  readonly person?: string;
  /** `column` names the moment of each row, for a split by time. */
  readonly split?: { readonly by: 'time' | 'hash'; readonly holdout: number; readonly column?: string };
  readonly minimum?: { readonly positives: number; readonly negatives: number };
  /** By feature: why it is known before the outcome although it looks as if it were known only after. */
  readonly knownBeforehand?: Readonly<Record<string, string>>;
  /** Whether a version is fitted again on all rows once its hold-out was judged; it is unless this is false. */
  readonly refit?: boolean;
  /** How far people may be from those it was trained on before it is warned of or refused. */
  readonly drift?: ModelDrift;
  /** Validated by the plugin's own schema. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Limits of drift: of the population stability index of each feature and of the score, and of the classifier's AUC. */
interface ModelDrift {
  readonly warn?: number;
  readonly refuse?: number;
  readonly classifier?: { readonly warn: number; readonly refuse: number };
  /** Features that move by nature. */
  readonly ignore?: readonly string[];
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
