import { type components } from '#client';

/** A figure with its interval; null bounds are not known. */
export interface Bounded {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Of analyses of the kind `rfm`: what the pages read. */
export interface RfmReport {
  readonly people: number;
  readonly purchases: number;
  readonly value: number;
  /** 1 to 5; cells without people are left out. */
  readonly cells: readonly { readonly recency: number; readonly frequency: number; readonly people: number }[];
  readonly segments: readonly {
    readonly segment: string;
    readonly people: number;
    readonly value: number;
    readonly purchases: number;
  }[];
  /** Null where the document names no stages. */
  readonly stages: StageMoves | null;
}

/** Who moved between stages of the life-cycle. */
export interface StageMoves {
  /** That says the stage of each person. */
  readonly fact: string;
  readonly since: string;
  /** The largest first; null are those without a stage. */
  readonly stages: readonly { readonly stage: string | null; readonly people: number; readonly value: number }[];
  /** The largest first. */
  readonly moves: readonly {
    readonly from: string | null;
    readonly isNewHere: boolean;
    readonly to: string | null;
    readonly people: number;
  }[];
}

/** Of analyses of the kind `lifetime-value`. */
export interface LifetimeReport {
  readonly name: string;
  /** Days. */
  readonly horizon: number;
  readonly observed: { readonly from: string; readonly to: string };
  readonly base: { readonly people: number; readonly purchases: Bounded; readonly value: Bounded | null };
  readonly heldOut: HeldOut | null;
  readonly notJudged: string | null;
  readonly stages: {
    readonly byModel: readonly StagePair[];
    readonly byRule: { readonly fact: string; readonly pairs: readonly StagePair[] } | null;
  };
}

/** What was foretold of the last time, and what came. */
export interface HeldOut {
  readonly after: string;
  readonly days: number;
  readonly purchases: number;
  /** The way that the document names first, then its rivals. */
  readonly forecasts: readonly {
    /** Id of the plugin that foretold it. */
    readonly plugin: string;
    readonly name: string;
    readonly purchases: Bounded;
    readonly meanAbsoluteError: number;
    readonly auc: Bounded;
    readonly beaten: { readonly meanAbsoluteError: Bounded } | null;
  }[];
  readonly weeks: readonly {
    readonly week: number;
    readonly purchases: number;
    readonly foretold: readonly number[];
  }[];
}

export interface StagePair {
  readonly rule?: string | null;
  readonly model: string;
  readonly people: number;
  readonly purchases: number;
  readonly value: number | null;
}

/** Of analyses of the kind `personas`. */
export interface PersonasReport {
  readonly people: number;
  readonly features: readonly { readonly fact: string; readonly words: string }[];
  /** The largest first. */
  readonly personas: readonly Persona[];
  readonly outliers: number;
  readonly ended: readonly string[];
  /** The share of those who were compared that has the persona it had; null of a first version. */
  readonly kept: number | null;
  readonly quality: {
    readonly silhouette: number | null;
    readonly stability: number | null;
    readonly verdict: 'groups' | 'slices';
  };
  readonly rivals: { readonly cloud: number | null };
  readonly map: {
    readonly axes: readonly {
      readonly share: number;
      readonly facts: readonly { readonly fact: string; readonly weight: number }[];
    }[];
    /** Both places, and the index of the persona; −1 for outliers. */
    readonly points: readonly (readonly [x: number, y: number, persona: number])[];
    readonly middles: readonly (readonly [x: number, y: number])[];
  };
}

export interface Persona {
  readonly id: string;
  readonly name: string;
  readonly words: string;
  readonly people: number;
  readonly value: { readonly sum: number; readonly mean: number } | null;
  readonly rule: {
    readonly condition: unknown;
    readonly words: string;
    readonly precision: number;
    readonly recall: number;
  } | null;
}

/** A way to credit channels. */
type Way = 'first' | 'last' | 'linear' | 'position' | 'timeDecay' | 'shapley' | 'removal';

/** Of analyses of the kind `attribution`. */
export interface AttributionReport {
  readonly journeys: number;
  readonly conversions: number;
  /** Conversions that no touch came before. */
  readonly untouched: number;
  readonly ways: readonly Way[];
  /** The most credited one by removal first. */
  readonly channels: readonly {
    readonly channel: string;
    readonly journeys: number;
    readonly converted: number;
    readonly credit: Readonly<Record<Way, { readonly conversions: number; readonly value: number }>>;
    /** The share of conversions that would not happen without it. */
    readonly removalEffect: number;
  }[];
  readonly times: { readonly middle: string; readonly moved: Readonly<Record<Way, number | null>> } | null;
}

/** Of analyses of the kind `marketing-mix`. */
export interface MixReport {
  readonly target: string;
  readonly from: string;
  readonly to: string;
  readonly weeks: number;
  readonly judged: {
    readonly heldOut: number;
    readonly model: MixError;
    readonly rivals: readonly MixError[];
    readonly predicted: readonly {
      readonly week: string;
      readonly actual: number;
      readonly value: number;
      readonly lower: number;
      readonly upper: number;
      readonly isHeldOut: boolean;
    }[];
  };
  /** The share of the target that would have come without media. */
  readonly base: Bounded;
  readonly channels: readonly MixChannel[];
  /** Null where nothing was spent in the last weeks. */
  readonly budget: MixBudget | null;
}

/** How far off predictions are, as a share of the range of the target. */
interface MixError {
  readonly name: string;
  readonly learned: number | null;
  readonly heldOut: number | null;
}

export interface MixChannel {
  readonly channel: string;
  /** In a mean week. */
  readonly weekly: number;
  /** Of the target for each unit that was spent. */
  readonly returned: Bounded;
  readonly identified: boolean;
  readonly curve: readonly {
    readonly spend: number;
    readonly value: number;
    readonly lower: number;
    readonly upper: number;
  }[];
}

export interface MixBudget {
  readonly channels: readonly {
    readonly channel: string;
    readonly present: number;
    readonly proposed: number;
    readonly least: number;
    readonly most: number;
  }[];
  /** Of the target, a week. */
  readonly gain: Bounded;
  readonly refused: 'open' | 'unproven' | null;
  /** Which experiment would teach the most, first. */
  readonly tests: readonly { readonly channel: string; readonly worth: number }[];
}

/** Of analyses of the kind `recommendations`. */
export interface RecommendationsReport {
  readonly people: number;
  readonly items: number;
  readonly judged: { readonly people: number; readonly places: number };
  readonly model: MeasuredLists;
  readonly popular: MeasuredLists;
  readonly difference: { readonly ndcg: Bounded };
}

interface MeasuredLists {
  readonly ndcg: Bounded;
  readonly precision: Bounded;
  readonly coverage: number;
}

/** The report of each kind of analysis. */
export interface Reports {
  readonly rfm: RfmReport;
  readonly 'lifetime-value': LifetimeReport;
  readonly personas: PersonasReport;
  readonly attribution: AttributionReport;
  readonly 'marketing-mix': MixReport;
  readonly recommendations: RecommendationsReport;
}
type Kind = keyof Reports;

/** A report with the kind that says how it is read. */
export type ReadReport = { readonly [K in Kind]: { readonly kind: K; readonly report: Reports[K] } }[Kind];

const KINDS: readonly string[] = [
  'rfm',
  'lifetime-value',
  'personas',
  'attribution',
  'marketing-mix',
  'recommendations',
] satisfies readonly Kind[];

/** A version's report as its kind has it; null of a kind that no page reads. */
export function reportOf({ document, report }: components['schemas']['AnalysisReport']): ReadReport | null {
  const kind = document['kind'];
  // What the server's analyses of a kind find out has the members that are named here (test/console/reports.spec.ts).
  return typeof kind === 'string' && KINDS.includes(kind) ? ({ kind, report } as unknown as ReadReport) : null;
}
