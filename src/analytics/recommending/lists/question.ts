import { type Condition, type UserEvent } from '#strata/engine';
import { type Diversity } from './diverse.js';

/** What may stand in a list, and how it is made up. */
export interface WantedList extends Diversity {
  /** Over the facts of items: which may stand there. */
  readonly where?: Condition | undefined;
  /** Whether what the person bought already may stand there, too. */
  readonly bought?: boolean | undefined;
  /** Ids of items that may not. */
  readonly without?: readonly string[] | undefined;
}

/** Somebody that items are recommended to. */
export interface AskedPerson {
  /** The person's own id, or, where one is asked about alone, one that was merged into it; null for somebody of whom nothing is stored. */
  readonly person: string | null;
  /** What the person did beside what is stored. */
  readonly events: readonly UserEvent[];
}

/** A recommended item. */
export interface ListedItem {
  readonly id: string;
  readonly title?: string;
  /** What it is worth by the recommender: a larger one is better; null where it says nothing, as of what is popular. */
  readonly score: number | null;
  readonly by: 'model' | 'popularity';
  /** The items of the person's history that speak for it, the most first. */
  readonly because: readonly string[];
  /** Why it stands there. */
  readonly words: string;
}

/** The answer to a question. */
export interface RecommendedList {
  /** Id of the analysis. */
  readonly model: string;
  readonly version: number;
  /** ISO 8601, UTC: the moment that the version is of. */
  readonly learnedAt: string;
  readonly items: readonly ListedItem[];
  /** Null where the recommender chose; else what stands in its place. */
  readonly fallback: 'popular' | 'none' | null;
}
