/** What decisions that a version scored say of the people of today. Owned here, answered by the log of decisions. */
export interface LiveDecisions {
  /** The latest people whom a version scored for a decision, the newest first. */
  scored(request: ScoredRequest): Promise<readonly ScoredPerson[]>;
  /** The latest of them whose outcome is known: treated, or held out, and the goal's window has ended. */
  settled(request: SettledRequest): Promise<readonly SettledPerson[]>;
}

/** Whose scores, and how many at most. */
export interface ScoredRequest {
  readonly model: string;
  readonly version: number;
  readonly limit: number;
}

/** Of those, who was treated or held out, where the goal's window had ended at `now` (milliseconds since 1970). */
export interface SettledRequest extends ScoredRequest {
  readonly side: 'treated' | 'held out';
  readonly now: number;
}

/** A person as a decision knew them. */
export interface ScoredPerson {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly score: number;
}

/** What was promised, and what happened. */
export interface SettledPerson {
  readonly score: number;
  readonly converted: boolean;
}
