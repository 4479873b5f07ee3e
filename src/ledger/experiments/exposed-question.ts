import { type FactCatalogue } from '#strata/engine';

/** Of which people of a strategy sums are asked for, and of what they did. */
export interface ExposedQuestion {
  readonly strategy: string;
  /** Of its experiment, from 1 on: each draws people anew. */
  readonly phase: number;
  readonly goal: {
    readonly event: string;
    /** How long after the last exposure it still counts: milliseconds. */
    readonly within: number;
    /** The property of the event that holds its value; null where each is worth `usualValue`. */
    readonly valueProperty: string | null;
    readonly usualValue: number;
  };
  /** Whether people are drawn into arms, and so watched from then on; else what came in the windows of offers counts. */
  readonly hasArms: boolean;
  /** People who came first at this moment or later: ISO 8601. */
  readonly from?: string;
  /** People who came first before this moment. */
  readonly to?: string;
  /** What people spent so long before they came is told, too: milliseconds. */
  readonly before?: number;
  /** What is spent above this share of people counts as that much; 1 caps nothing. */
  readonly winsorise: number;
  /** Who was treated and who was held out are told by so many bands of a model's score, too: equally many people each. */
  readonly bands?: { readonly model: string; readonly count: number };
  /** All are told by what they were when they were decided about, too. */
  readonly parts?: AskedParts;
  /** All are told as they came, too: at so many moments, evenly spaced from the first exposure to the last. */
  readonly moments?: number;
}

/** What people are told apart by, and where it is known from. */
export interface AskedParts {
  readonly catalogue: FactCatalogue;
  /** The shop's. */
  readonly timeZone: string;
  /** A relation of decisions, in brackets: `id`, `user_id`, `at` and `facts` as JSON. */
  readonly decided: string;
  readonly of: readonly AskedPart[];
}

/** One of them: a fact, or a segment. */
export interface AskedPart {
  readonly name: string;
  /** The facts of the catalogue that it reads. */
  readonly facts: readonly string[];
  /** Its value as text, as SQL over columns of these facts by their names. */
  readonly sql: string;
}

/** What is known of people, in the order of the moments. */
export const EXPOSED_VARIABLES = ['converted', 'value', 'cost', 'before'] as const;

/** People who have an arm, or a role, in common. */
export interface ExposedGroup {
  /** By the arm that they were drawn into, whatever they got; or by whether they were treated or held out. */
  readonly by: 'arm' | 'role';
  readonly group: string;
  /** They belong to several groups, and so to none; which one `group` says means nothing. */
  readonly several: boolean;
  /** The part that they belong to, where people are told apart: a band of scores by its place, or a value; null without. */
  readonly part: string | null;
  /** The place of the asked part whose value it is; null where people are told apart by none. */
  readonly which: number | null;
  /** Where all bands begin and end, from the least score to the greatest; null where none was asked for. */
  readonly edges: readonly number[] | null;
  readonly people: number;
  readonly conversions: number;
  /** Money, as all that follows. */
  readonly value: number;
  readonly valueSquares: number;
  readonly cost: number;
  readonly costSquares: number;
  readonly costOfConverted: number;
  readonly valueTimesCost: number;
  /** Zero unless asked for. */
  readonly before: number;
  readonly beforeSquares: number;
  readonly beforeOfConverted: number;
  readonly beforeTimesValue: number;
  readonly beforeTimesCost: number;
}
