import { type Estimate } from '#strata/statistics';

/** A figure of people by which arms are compared, or that one of them may save. */
export type FigureName = 'conversion' | 'value' | 'profit' | 'return' | 'cost';

/** How many people came to an arm; shares are of all people who came, and of all who were planned. */
export interface CameToArm {
  readonly arm: string;
  readonly people: number;
  readonly share: number;
  readonly planned: number;
}

/** Some of some people, and their share; `most` is the largest share that is allowed. */
export interface PartOfPeople {
  readonly some: number;
  readonly people: number;
  readonly share: number;
  readonly most: number;
}

/** Compared people of whom there are too few, as the subject of a sentence. */
export interface FewPeople {
  readonly name: string;
  readonly people: number;
  readonly conversions: number;
}

/** What is compared: arms, or the two sides of a hold-out; how much each of them needs. */
export interface LeastPeople {
  readonly of: 'arms' | 'sides';
  readonly people: number;
  readonly conversions: number;
}

/** What an arm does by a figure, beside control. */
export interface EffectSubject {
  readonly arm: string;
  readonly figure: FigureName;
  readonly unit: 'share' | 'money' | 'ratio';
  readonly difference: Estimate;
  /** Divided by what control does; null where control does nothing. */
  readonly relative: number | null;
  readonly control: number;
}

/** That an arm does as well as control for less. */
export interface EfficiencySubject {
  readonly arm: string;
  readonly conversion: Estimate;
  /** Conversion of control, and the share of it that may be missing. */
  readonly control: number;
  readonly margin: number;
  /** More profit a person, and less cost; null where it is not so for certain. */
  readonly profit: Estimate | null;
  readonly cost: Estimate | null;
}

/** How an experiment is read. */
export type ReadingPlan = 'once' | 'at any time';

/** What control does, and what it would become. */
export interface PlannedEffect {
  readonly of: 'share' | 'amount';
  readonly from: number;
  readonly to: number;
}

/** What was planned; `effect` is relative: 0.1 for a tenth more of what decides. */
export interface PlannedSubject {
  readonly people: number;
  readonly days: number | null;
  readonly read: ReadingPlan;
  readonly goal: { readonly effect: number; readonly decide: 'conversion' | 'value' | 'profit' } | null;
}

/** What a score is. */
export type ScoreSays = 'natural' | 'response' | 'effect' | 'condition';

/** Profit per 1,000 people since a date, for so many whole days. */
export interface ProfitSince {
  readonly difference: Estimate;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly days: number;
}

/** That profit, of all people who are not held out together, too. */
export interface ProfitInAll extends ProfitSince {
  readonly inAll: Estimate;
  readonly people: number;
}

/** What counts for everybody; null where its events say no value. */
export interface CountedGoal {
  readonly event: string;
  readonly valueProperty: string | null;
  readonly margin: number;
}

/** Of how many people the score is known by whose bands they are told apart. */
export interface BandedPeople {
  readonly model: string;
  readonly says: ScoreSays;
  readonly known: number;
  readonly people: number;
}

/** By what people were told apart, and of how many it is not known. */
export interface ApartSubject {
  readonly name: string;
  readonly kind: 'fact' | 'segment';
  readonly unknown: { readonly arms: number; readonly treatment: number };
}

/** The arm of the human rule, by which control is known. */
export interface KnownArm {
  readonly arm: string;
  readonly people: number;
  readonly days: number;
}

/** The shadow by which control is known; `offered` is a share of its people. */
export interface KnownShadow {
  readonly shadow: string;
  readonly people: number;
  readonly offered: number;
  readonly treated: number;
  readonly heldOut: number;
}

/** How many people a change takes, of all arms; in how many days, where it is known how many come. */
export interface NeededPeople {
  readonly change: PlannedEffect;
  readonly people: number;
  readonly days: number | null;
}

/** How many of the planned people are there; `isTold` where figures stand beside it all the same. */
export interface EarlyReading {
  readonly people: number;
  readonly planned: number;
  readonly days: number | null;
  readonly isTold: boolean;
}
