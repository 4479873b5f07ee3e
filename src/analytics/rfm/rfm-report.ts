import { type RfmSegment } from './segments.js';

/** Lowest and highest figures of each score, from 1 to 5. */
interface ScoreFifths {
  /** Days since the last purchase: the fewest and the most. */
  readonly recency: readonly Band[];
  readonly frequency: readonly Band[];
  readonly monetary: readonly Band[];
}
/** Null where nobody has the score: ties are not torn apart. */
export type Band = { readonly from: number; readonly to: number } | null;

/** Who moved between stages. */
export interface StageMoves {
  /** The fact that tells the stage. */
  readonly fact: string;
  /** ISO 8601, UTC: from which moment on. */
  readonly since: string;
  /** Now, the largest first; null are those who have no stage. */
  readonly stages: readonly { readonly stage: string | null; readonly people: number; readonly value: number }[];
  /** `from` is null for who had no stage then, and `new here` says who was not known then. */
  readonly moves: readonly {
    readonly from: string | null;
    readonly isNewHere: boolean;
    readonly to: string | null;
    readonly people: number;
  }[];
}

/** What an analysis of the kind `rfm` found out. */
export interface RfmReport {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly people: number;
  readonly purchases: number;
  /** What was paid, in all. */
  readonly value: number;
  readonly bands: ScoreFifths;
  /** By recency and frequency score, in their order; cells without people are left out. */
  readonly cells: readonly {
    readonly recency: number;
    readonly frequency: number;
    readonly people: number;
    readonly value: number;
  }[];
  /** In their order; those without people are left out. */
  readonly segments: readonly {
    readonly segment: RfmSegment;
    readonly people: number;
    readonly value: number;
    readonly purchases: number;
  }[];
  /** Null where the document names no stages. */
  readonly stages: StageMoves | null;
}
