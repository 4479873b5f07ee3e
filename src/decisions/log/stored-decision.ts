import { type Availability, type DecisionInput, type Detail, type Scores } from '#strata/engine';
import { type Choice, type Counterfactual, decisionText } from '#strata/engine/decide';

/** A decision that is to be made durable and answered: what it rests on beside its {@link Choice}. */
export interface LogEntry {
  readonly choice: Choice;
  readonly detail: Detail;
  readonly context: Readonly<Record<string, unknown>> | null;
  readonly idempotency: Idempotency | null;
  /** What a search for the nearest change found; null or absent where none was made. */
  readonly counterfactual?: Counterfactual | null;
}

/** The caller's key, and the hash of the body that it was sent with. */
export interface Idempotency {
  readonly key: string;
  readonly bodyHash: string;
}

/** All that a replay needs beside the release, as the log keeps it. */
export interface StoredCase {
  readonly input: DecisionInput;
  readonly scores: Scores;
  readonly availability: Availability;
  readonly detail: Detail;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly counterfactual?: Counterfactual;
}

/** A row of the log: text columns, the bytes as they were answered. */
export interface DecisionRow {
  readonly id: string;
  readonly userId: string;
  readonly at: string;
  readonly strategy: string | null;
  readonly outcome: string;
  readonly release: string;
  /** A {@link StoredCase} as JSON. */
  readonly input: string;
  /** The {@link Decision} as JSON, byte for byte as it was answered. */
  readonly decision: string;
  readonly idempotency: Idempotency | null;
}

/** Renders the row of a decision. */
export function render({ choice, detail, context, idempotency, counterfactual = null }: LogEntry): DecisionRow {
  const { scores, availability, reported } = choice;
  const { input, release } = choice.qualified;
  const stored: StoredCase = {
    input,
    scores,
    availability,
    detail,
    ...(context === null ? {} : { context }),
    ...(counterfactual === null ? {} : { counterfactual }),
  };
  return {
    id: input.id,
    userId: input.userId,
    at: new Date(input.now).toISOString(),
    strategy: reported?.qualification.strategy.document.id ?? null,
    outcome: choice.outcome,
    release: release.hash,
    input: JSON.stringify(stored),
    decision: decisionText(choice, detail, counterfactual),
    idempotency,
  };
}
