import { type Condition } from '#strata/engine';

/** What sets people apart from everybody, in one fact. */
export interface Trait {
  readonly fact: string;
  /** What is compared: the middle or the mean of numbers, or the share of people of whom something holds. */
  readonly of: 'median' | 'mean' | 'share';
  /** Of a share: what holds (a category, `true`), or null for those of whom the fact is not known. */
  readonly value?: string | boolean | null;
  readonly persona: number;
  readonly everybody: number;
  /** In standard deviations of everybody, of the logarithm where the fact is logged. */
  readonly difference: number;
}

/** A condition that stands for a persona. */
export interface PersonaRule {
  /** As a segment has it. */
  readonly condition: Condition;
  readonly words: string;
  /** Share of the people it holds for who are of the persona. */
  readonly precision: number;
  /** Share of the persona's people it holds for. */
  readonly recall: number;
}

/** A group of people who behave alike. */
export interface Persona {
  /** `persona-1`, …: the same from run to run, and never of another one. */
  readonly id: string;
  /** `Persona 1`. */
  readonly name: string;
  /** What its people are like, in a few words. */
  readonly words: string;
  readonly people: number;
  /** What its people are worth; null where the document does not say by what. */
  readonly value: { readonly sum: number; readonly mean: number } | null;
  /** What sets them apart most, the largest difference first. */
  readonly traits: readonly Trait[];
  /** Null where no condition tells them from the others. */
  readonly rule: PersonaRule | null;
  /** ISO 8601, UTC: the moment of the run that saw it first. */
  readonly since: string;
}

/** How good a division of people is. */
export interface DivisionQuality {
  readonly silhouette: number | null;
  /** Share of the variance of all people that lies between groups. */
  readonly explained: number | null;
}

/** What an analysis of the kind `personas` found out. */
export interface PersonasReport {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly people: number;
  readonly plugin: {
    readonly id: string;
    readonly version: string;
    readonly options: Readonly<Record<string, unknown>>;
  };
  readonly features: readonly {
    readonly fact: string;
    readonly words: string;
    readonly type: 'number' | 'boolean' | 'category';
    readonly log: boolean;
    /** Whether it is a share, read in percent; absent where it is not, and in reports of earlier versions. */
    readonly isShare?: true;
    /** Whether it is the same of everybody of whom it is known; absent where it is not, and in reports of earlier versions. */
    readonly isConstant?: true;
    /** People of whom it is not known. */
    readonly missing: number;
  }[];
  /** The largest first. */
  readonly personas: readonly Persona[];
  /** People who are like nobody; they are of the persona `outlier`. */
  readonly outliers: number;
  /** Personas of the version before that are no more. */
  readonly ended: readonly string[];
  /** How many of the people who were compared have the persona they had; null where there is no version before. */
  readonly kept: number | null;
  /** The largest number that a persona ever had. */
  readonly highest: number;
  readonly quality: DivisionQuality & {
    /** Mean adjusted Rand index of refits on halves; null where the plugin does not say. */
    readonly stability: number | null;
    /** `groups` where people are close to their own and apart from others; `slices` where one cloud was cut. */
    readonly verdict: 'groups' | 'slices';
  };
  /** Numbers of groups that were tried. */
  readonly choices: readonly {
    readonly clusters: number;
    readonly silhouette: number | null;
    readonly stability: number | null;
    readonly taken: boolean;
  }[];
  readonly rivals: {
    /** As many equal parts by the one fact that explains most; null where there is none. */
    readonly slices: (DivisionQuality & { readonly fact: string }) | null;
    /** What the same plugin finds in a cloud without groups, of the same spread; null where it finds nothing. */
    readonly cloud: number | null;
  };
  /** Some people by the two directions in which they differ most. */
  readonly map: {
    readonly axes: readonly {
      readonly share: number;
      readonly facts: readonly { readonly fact: string; readonly weight: number }[];
    }[];
    /** Place along each direction, and the index in `personas`; −1 for outliers. */
    readonly points: readonly (readonly [x: number, y: number, persona: number])[];
    /** The middle of each persona. */
    readonly middles: readonly (readonly [x: number, y: number])[];
  };
  /** What the plugin says of itself. */
  readonly notes: readonly string[];
}
