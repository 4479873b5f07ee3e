import { type Estimate } from '#strata/statistics';

/** How good lists were, by person. */
export interface ListFigures {
  readonly precision: Estimate;
  readonly recall: Estimate;
  readonly ndcg: Estimate;
}

/** How good the lists of one recommender were. */
export interface MeasuredLists extends ListFigures {
  /** Share of all items that are in somebody's list. */
  readonly coverage: number;
  /** Mean of −log₂ of the share of people who had an item that is recommended: bits, more is less obvious (Vargas and Castells, 2011). */
  readonly novelty: number;
}

/** An example of what somebody is recommended, without who it is. */
export interface ExampleList {
  /** Some items that they had, the weightiest and latest first. */
  readonly had: readonly string[];
  readonly recommended: readonly {
    readonly item: string;
    readonly by: 'model' | 'popularity';
    readonly because: readonly { readonly item: string; readonly share: number }[];
    /** Whether they had it later. */
    readonly hit: boolean;
  }[];
}

/** What an analysis of the kind `recommendations` found out. */
export interface RecommendationsReport {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** ISO 8601, UTC: what was judged learned until then, and was judged on what came later. */
  readonly split: string;
  readonly plugin: string;
  readonly people: number;
  /** Of the catalogue and of the interactions. */
  readonly items: number;
  /** Pairs of a person and an item. */
  readonly interactions: number;
  readonly judged: {
    /** Whose lists were looked at. */
    readonly people: number;
    /** Of so many who had something later that could have been recommended. */
    readonly of: number;
    /** Places of a list. */
    readonly places: number;
    /** Whether items that people had were recommended again. */
    readonly again: boolean;
  };
  /** The lists as they are answered: filled by what is popular. */
  readonly model: MeasuredLists;
  /** The same for everybody: what was popular. */
  readonly popular: MeasuredLists;
  /** Model less popular, by person. */
  readonly difference: ListFigures;
  /** Share of the places that were filled by what is popular. */
  readonly filled: number;
  /** The same of whom something was known until the split. */
  readonly known: {
    readonly people: number;
    readonly model: number | null;
    readonly popular: number | null;
    readonly difference: Estimate;
  };
  /** Of whom nothing was known until the split. */
  readonly newPeople: { readonly people: number; readonly model: number | null; readonly popular: number | null };
  /** Items that nobody had until the split. */
  readonly newItems: {
    readonly items: number;
    /** Their share of what people had later. */
    readonly later: number;
    /** Their share of the places of the lists. */
    readonly recommended: number;
  };
  readonly examples: readonly ExampleList[];
  /** The items that most people had, and what is most like each. */
  readonly similar: readonly { readonly item: string; readonly like: readonly string[] }[];
  /** What the plugin says of itself. */
  readonly notes: readonly string[];
}
