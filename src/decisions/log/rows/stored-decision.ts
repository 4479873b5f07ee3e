import {
  type Availability,
  type DecisionInput,
  type Detail,
  type PolicyAnswers,
  type RecommendedByOffer,
  type Scores,
} from '#strata/engine';
import { type Choice, type Counterfactual, type DecisionMatter, decisionText } from '#strata/engine/decide';

/** A decision that is to be made durable and answered: what it rests on beside its {@link Choice}. */
export interface LogEntry extends DecisionMatter {
  readonly choice: Choice;
  readonly detail: Detail;
  readonly context: Readonly<Record<string, unknown>> | null;
  readonly idempotency: Idempotency | null;
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
  /** What policies said; absent where none was asked. */
  readonly policies?: PolicyAnswers;
  readonly detail: Detail;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly counterfactual?: Counterfactual;
  /** What recommenders chose; absent where none was asked. */
  readonly recommended?: RecommendedByOffer;
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
export function render(entry: LogEntry): DecisionRow {
  const { choice, detail, idempotency } = entry;
  const { input, release } = choice.qualified;
  return {
    id: input.id,
    userId: input.userId,
    at: new Date(input.now).toISOString(),
    strategy: choice.reported?.qualification.strategy.document.id ?? null,
    outcome: choice.outcome,
    release: release.hash,
    input: caseText(entry),
    decision: decisionText(choice, detail, entry),
    idempotency,
  };
}

/** A {@link StoredCase} as JSON, put together member by member: half the time of serialising the whole. */
function caseText({ choice, detail, context, counterfactual, recommended }: LogEntry): string {
  const { scores, availability, policies, qualified } = choice;
  return (
    `{"input":${inputText(qualified.input)},"scores":${JSON.stringify(scores)}` +
    `,"availability":${availabilityText(availability)}${member('policies', policies)},"detail":"${detail}"` +
    `${member('context', context)}${member('counterfactual', counterfactual)}${member('recommended', recommended)}}`
  );
}

function inputText(input: DecisionInput): string {
  const { id, userId, now, strategies, facts, events, consent, suppressed, contacts, person, drawnAs, switchedOff } =
    input;
  return (
    `{"id":${JSON.stringify(id)},"userId":${JSON.stringify(userId)},"now":${String(now)}` +
    `,"strategies":${JSON.stringify(strategies)},"facts":${JSON.stringify(facts)},"events":${listText(events)}` +
    `,"consent":${JSON.stringify(consent)},"suppressed":${String(suppressed)},"contacts":${listText(contacts)}` +
    `${member('person', person)}${member('drawnAs', drawnAs)}${member('switchedOff', switchedOff)}}`
  );
}

function member(name: string, value: unknown): string {
  return value === undefined || value === null ? '' : `,"${name}":${JSON.stringify(value)}`;
}

function listText(list: readonly unknown[]): string {
  return list.length === 0 ? '[]' : JSON.stringify(list);
}

const availabilityTexts = new WeakMap<Availability, string>();

/** Nearly all decisions share one. */
function availabilityText(availability: Availability): string {
  let text = availabilityTexts.get(availability);
  if (text === undefined) availabilityTexts.set(availability, (text = JSON.stringify(availability)));
  return text;
}
