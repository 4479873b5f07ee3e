import { type ReleaseDocuments } from '#strata/engine';

/** What rides along with decisions and never acts. */
export type ShadowCandidate =
  /** A release that nobody published. */
  | { readonly kind: 'release'; readonly documents: ReleaseDocuments }
  /** A version of a model in the place of the one that scored. */
  | { readonly kind: 'model'; readonly model: string; readonly version: number };

/** A candidate and what it is asked about. */
export interface Shadow {
  readonly id: string;
  readonly title: string;
  readonly candidate: ShadowCandidate;
  /** Of the people, drawn by a hash of the shadow's and the user's id: 0 to 1. */
  readonly share: number;
}

/** How a shadow is. */
export interface ShadowStanding {
  readonly id: string;
  readonly title: string;
  /** Null where the candidate is a release. */
  readonly model: string | null;
  readonly version: number | null;
  readonly share: number;
  readonly state: 'running' | 'stopped';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly startedBy: string;
  readonly stoppedAt: string | null;
  /** Decisions since the start that were read, whether of its share or not. */
  readonly seen: number;
  /** Decisions that were left out, since more came in than it could keep up with. */
  readonly dropped: number;
  /** Decisions that the candidate could not make. */
  readonly failed: number;
  /** What went wrong last; null where nothing did. */
  readonly problem: string | null;
}

/** A decision as one side made it. */
export interface SideOfDecision {
  readonly strategy: string | null;
  readonly offer: string | null;
  readonly stoppedBy: string | null;
  readonly outcome: string;
  /** P(goal | offer), money, money; null without an offer, or where a model gave no score. */
  readonly conversion: number | null;
  readonly cost: number | null;
  readonly profit: number | null;
}

/** A decision beside what the candidate came to. */
export interface ComparedDecision {
  readonly decision: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly live: SideOfDecision;
  readonly own: SideOfDecision;
  /** Of a model: the version that decided, its score, and the candidate's; null where one gave none. */
  readonly champion: number | null;
  readonly championScore: number | null;
  readonly ownScore: number | null;
}
