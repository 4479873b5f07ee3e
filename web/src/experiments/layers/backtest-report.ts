interface Estimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** What an audience would have brought. */
interface AudienceFigures {
  readonly audience: number;
  readonly conversions: Estimate;
  /** Null where everybody got an offer: then nobody shows what would have happened anyway. */
  readonly incremental: Estimate | null;
  readonly cost: Estimate;
  readonly profit: Estimate;
}

/** What each layer of a strategy would have earned on history. */
export interface Ladder {
  readonly levels: readonly {
    readonly level: LevelId;
    readonly title: string;
    readonly natural: AudienceFigures;
    readonly equal: AudienceFigures;
    readonly step: { readonly from: LevelId; readonly profit: Estimate } | null;
  }[];
  readonly sentences: readonly string[];
  readonly obstacle: string | null;
  readonly notes: readonly string[];
}
type LevelId = 'everybody' | 'segment' | 'trigger' | 'predictive' | 'human rule';

/** A strategy's models beside its human rule and simpler ways of choosing. */
export interface Selectors {
  readonly selectors: readonly (AudienceFigures & {
    readonly selector: string;
    readonly title: string;
    readonly strategyAhead: { readonly profit: Estimate } | null;
  })[];
  readonly sweep: {
    readonly chosen: number;
    readonly test: readonly { readonly leftOut: number; readonly profit: Estimate }[];
  } | null;
  readonly verdict: {
    readonly outcome: 'passes' | 'does not pass' | 'not enough data';
    readonly sentences: readonly string[];
  };
  readonly notes: readonly string[];
}
