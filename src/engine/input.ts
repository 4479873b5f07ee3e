import { type ErrorCode } from '#sdk';

/** Something the user did. */
export interface UserEvent {
  readonly name: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** An offer that the user got before; caps count these. */
export interface Contact {
  readonly strategy: string;
  readonly offer: string;
  /** The offer's; absent where it is not known, and then it counts as one of every channel. */
  readonly channel?: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** Id of the decision that made it; absent where it was made elsewhere (a campaign, another system). */
  readonly decision?: string;
  /** When the goal of its strategy was first reached after it, in its window; absent where that is not known. */
  readonly goalReachedAt?: number;
}

/** What somebody switched off of a strategy, until somebody switches it on again. */
export interface SwitchedOff {
  /** Who did it: as the audit log names somebody, or the guardrail. */
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since 1970, UTC. */
  readonly since: number;
}

/** What can be switched off: `stop`: the strategy offers nothing; `fixedArms`: no policy chooses, arms by one decide as the model's. */
export const SWITCHES = ['stop', 'fixedArms'] as const;
export type Switch = (typeof SWITCHES)[number];

/** What is switched off, by strategy; only what is. */
export type SwitchedOffStrategies = Readonly<Record<string, Readonly<Partial<Record<Switch, SwitchedOff>>>>>;

/** What is switched off of a strategy by this switch; null where it is on. */
export function switchedOffOf(
  { switchedOff }: Pick<DecisionInput, 'switchedOff'>,
  strategy: string,
  which: Switch,
): SwitchedOff | null {
  if (switchedOff === undefined || !Object.hasOwn(switchedOff, strategy)) return null;
  return switchedOff[strategy]?.[which] ?? null;
}

/** Everything that is known about one user at one moment, frozen before the first stage reads it. */
export interface DecisionInput {
  /** Id of the decision to be made. */
  readonly id: string;
  readonly userId: string;
  /** The decision's clock: milliseconds since 1970, UTC. */
  readonly now: number;
  /** The strategies asked for; null for all of the release. */
  readonly strategies: readonly string[] | null;
  /** Values by catalogue name; a fact without a value is absent. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly events: readonly UserEvent[];
  /** The purposes that the user consented to. */
  readonly consent: readonly string[];
  readonly suppressed: boolean;
  readonly contacts: readonly Contact[];
  /** The person that `userId` belongs to, where that is another id. */
  readonly person?: string;
  /**
   * The id by which arm and hold-out are drawn, by strategy, where it is not the person's: the one that the person was
   * drawn by when it was first offered something or held out. A person keeps arm and hold-out whichever ids are joined.
   */
  readonly drawnAs?: Readonly<Record<string, string>>;
  /** Absent where nothing is. */
  readonly switchedOff?: SwitchedOffStrategies;
}

/** What an uplift model expects of one user: probabilities of the goal. */
export interface UpliftOutcomes {
  /** Without an offer. */
  readonly natural: number;
  /** With each treatment, by its name. */
  readonly treated: Readonly<Record<string, number>>;
}

/** The answer of a model for one user. A failure is a value and never an undefined fact. */
export type ScoreResult =
  | {
      readonly status: 'scored';
      readonly version: number;
      /** Calibrated probability, or the predicted value; of an uplift model the effect of the treatment that does most. */
      readonly value: number;
      /** Share of the model's reference population that scores lower, 0 to 1. */
      readonly rank: number;
      /** Only of an uplift model. */
      readonly outcomes?: UpliftOutcomes;
    }
  | { readonly status: 'failed'; readonly code: ErrorCode; readonly message: string }
  | { readonly status: 'no-champion' };

/** Score results by model id. */
export type Scores = Readonly<Record<string, ScoreResult>>;

/** What a policy says of the offers that its strategy has for one person. A failure is a value. */
export type PolicyAnswer =
  | {
      readonly status: 'answered';
      /** How often it had learned when it was asked. */
      readonly version: number;
      /** P(offer) by the offer's id, before exploration is added: together 1. */
      readonly probabilities: Readonly<Record<string, number>>;
    }
  | { readonly status: 'failed'; readonly code: ErrorCode; readonly message: string };

/** The answers of policies by strategy id; of those that were asked. */
export type PolicyAnswers = Readonly<Record<string, PolicyAnswer>>;

/** What can still be given. Only what ran out is listed. */
export interface Availability {
  /** `strategy/offer` pairs whose stock is spent. */
  readonly stockSpent: readonly string[];
  /** `strategy/offer` pairs that the strategy's remaining budget cannot pay. */
  readonly budgetSpent: readonly string[];
  /** How much of how much was given when it was refused, by {@link levelKey}, as far as that is known. */
  readonly levels?: Readonly<Record<string, SpentLevel>>;
  /**
   * Shadow prices by `strategy/offer` pair: what an offer takes of limits that other people's offers could use, in money. It
   * must be expected to bring more than that. What isn't listed has none, and the human rule knows of none.
   */
  readonly prices?: Readonly<Record<string, number>>;
  /** Where the shadow prices of a strategy's offers come from, by its id. */
  readonly pricesFrom?: Readonly<Record<string, PriceSource>>;
}

/** The campaign run that found shadow prices. */
export interface PriceSource {
  readonly run: string;
  /** The run's clock: milliseconds since 1970, UTC. */
  readonly at: number;
  /** What one more of the budget would bring elsewhere, in money; 0 where the budget is not in the way. */
  readonly budget: number;
}

/** The shadow prices of an availability, and where they come from. */
export type PricedLimits = Pick<Availability, 'prices' | 'pricesFrom'>;

/** What of an availability is about prices. */
export function pricedLimits({ prices, pricesFrom }: Availability): PricedLimits {
  return { ...(prices === undefined ? {} : { prices }), ...(pricesFrom === undefined ? {} : { pricesFrom }) };
}

/** The shadow price of a `strategy/offer` pair. */
export function shadowPrice({ prices }: Availability, pair: string): number {
  return prices !== undefined && Object.hasOwn(prices, pair) ? (prices[pair] ?? 0) : 0;
}

/** Of a stock in pieces, of a budget in money. */
export interface SpentLevel {
  /** Issued, or reserved. */
  readonly used: number;
  readonly limit: number;
  /** What one more offer takes. */
  readonly needed: number;
}

/** The key of a `strategy/offer` pair's level. */
export function levelKey(code: 'STOCK_SPENT' | 'BUDGET_SPENT', pair: string): string {
  return `${code} ${pair}`;
}

/** Why an offer could not be reserved: how much of how much is given. */
export interface Refusal {
  readonly code: 'STOCK_SPENT' | 'BUDGET_SPENT';
  readonly level: SpentLevel;
}

/** A larger availability: this `strategy/offer` pair ran out as well. */
export function withSpent(availability: Availability, pair: string, { code, level }: Refusal): Availability {
  const { stockSpent, budgetSpent } = availability;
  const known = pricedLimits(availability);
  const levels = Object.freeze({ ...availability.levels, [levelKey(code, pair)]: level });
  const add = (pairs: readonly string[]) => (pairs.includes(pair) ? pairs : Object.freeze([...pairs, pair]));
  return Object.freeze(
    code === 'STOCK_SPENT'
      ? { stockSpent: add(stockSpent), budgetSpent, levels, ...known }
      : { stockSpent, budgetSpent: add(budgetSpent), levels, ...known },
  );
}

/** Why a `strategy/offer` pair cannot be given any more; null where it can. */
export function spentCode(
  { stockSpent, budgetSpent }: Availability,
  pair: string,
): 'STOCK_SPENT' | 'BUDGET_SPENT' | null {
  if (stockSpent.includes(pair)) return 'STOCK_SPENT';
  return budgetSpent.includes(pair) ? 'BUDGET_SPENT' : null;
}
