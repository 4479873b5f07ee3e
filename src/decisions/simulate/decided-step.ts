import { type Language } from '#strata/kernel/texts';
import {
  type Availability,
  type Decision,
  type DecisionInput,
  type DecisionOutcome,
  type PolicyAnswers,
  type Scores,
  type Stage,
  STAGES,
} from '#strata/engine';
import { type DecidedPeople, OUTCOMES } from '#strata/engine/columns';
import { decide } from '#strata/engine/decide';
import { type CompiledRelease, type CompiledStrategy } from '#strata/engine/plan';

/** A release, and what is spent by its own limits: a draft may raise them. */
export interface ReleaseSide {
  readonly release: CompiledRelease;
  readonly availability: Availability;
}

/** What a side came to for one user. */
export interface DecidedUser {
  readonly outcome: DecisionOutcome;
  readonly stoppedBy: Stage | null;
  readonly offer: string | null;
  /** NaN without an offer, or where a model gave no score. */
  readonly figures: { readonly conversion: number; readonly cost: number; readonly profit: number };
  /** The decision with its reasons, for those of whom somebody wants to know why. */
  explain(): Decision;
}

interface DecidedInputs extends ReleaseSide {
  readonly strategy: CompiledStrategy;
  readonly inputs: readonly DecisionInput[];
  /** Of each input, as far as it needs any. */
  readonly scores: readonly Scores[];
  readonly answers: readonly PolicyAnswers[];
  readonly decided: DecidedPeople;
  /** Of the reasons. */
  readonly language: Language | undefined;
}

/** What a side came to for some users. */
export class DecidedStep {
  readonly #rows: ReadonlyMap<string, number>;

  constructor(private readonly all: DecidedInputs) {
    this.#rows = new Map(all.inputs.map(({ userId }, row) => [userId, row]));
  }

  /** Null for a user of whom nothing is stored any more. */
  of(userId: string): DecidedUser | null {
    const row = this.#rows.get(userId);
    return row === undefined ? null : this.#at(row);
  }

  #at(row: number): DecidedUser {
    const { strategy, decided } = this.all;
    const outcome = OUTCOMES[decided.outcome[row] ?? 0] ?? 'none';
    const offer = strategy.offers[decided.offer[row] ?? -1];
    return {
      outcome,
      stoppedBy: STAGES[decided.stoppedBy[row] ?? STAGES.length] ?? null,
      offer: outcome === 'offer' ? (offer?.document.id ?? null) : null,
      figures: {
        conversion: decided.conversion[row] ?? Number.NaN,
        cost: decided.cost[row] ?? Number.NaN,
        profit: decided.profit[row] ?? Number.NaN,
      },
      explain: () => this.#explain(row),
    };
  }

  #explain(row: number): Decision {
    const { inputs, scores, answers, release, availability, language } = this.all;
    const input = inputs[row];
    if (input === undefined) throw new RangeError(`there is no row ${String(row)}`);
    const policies = answers[row] ?? null;
    return decide({ input, release, scores: scores[row] ?? {}, policies, availability, language });
  }
}
