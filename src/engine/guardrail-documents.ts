/** What a guardrail does: `stop` and `fixedArms` are switches of the strategy, `alert` only tells. All of them tell. */
type GuardrailAction = 'stop' | 'fixedArms' | 'alert';

/** The conversion rate of the treated less that of the held-out, for certain less than `below`. */
export interface LiftGuardrail {
  readonly watch: 'lift';
  /** A difference of shares: -0.01 is one percentage point less. At most 0. */
  readonly below: number;
  /** How certain, 0.95 where it is absent: of the always-valid interval. */
  readonly level?: number;
  readonly then: GuardrailAction;
}

/** What offers cost, redeemed or redeemable, ahead of plan: of `perDay`, else of `limits.budget` over the period of `active`. */
export interface CostGuardrail {
  readonly watch: 'cost';
  /** Money. */
  readonly perDay?: number;
  /** The share by which it may be ahead of plan; 0 where it is absent. */
  readonly ahead?: number;
  readonly then: GuardrailAction;
}

/** The share of decisions, among those that needed a model, in which none could be asked. */
export interface FallbackGuardrail {
  readonly watch: 'fallback';
  /** A share, 0 to 1. */
  readonly above: number;
  /** ISO-8601 duration: the decisions of the last so long. */
  readonly within: string;
  readonly then: GuardrailAction;
}

/** People who came to the arms, or to the hold-out, in other shares than were drawn, beyond chance. */
interface SampleRatioGuardrail {
  readonly watch: 'sampleRatio';
  readonly then: GuardrailAction;
}

/** What a strategy watches about itself while it runs, and what is done where it goes wrong. */
export type Guardrail = LiftGuardrail | CostGuardrail | FallbackGuardrail | SampleRatioGuardrail;

/** What a guardrail is told by; a strategy has one of each. */
export function guardrailKey({ watch, then }: Pick<Guardrail, 'watch' | 'then'>): string {
  return `${watch}/${then}`;
}
