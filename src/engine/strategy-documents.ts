import { type CampaignLimits } from './campaign-documents.js';
import { type RewardKind } from '#sdk';
import { type Condition, type ConditionOrSegment } from './condition-documents.js';
import { type Guardrail } from './guardrail-documents.js';

/** A model of `rules/models`, by its id. */
export interface ModelReference {
  readonly model: string;
}
/** A model of P(goal | offer). An uplift model gives P(goal | none) as well. */
export interface ResponseModel extends ModelReference {
  /** Of an uplift model: the treatment that the offer is; the one of the offer's id, or its only one, unless told. */
  readonly treatment?: string;
}
/** A rate that holds for every user alike, for strategies that run on rules alone. */
export interface FixedRate {
  /** A probability, 0 to 1. */
  readonly rate: number;
}
interface FactReference {
  readonly fact: string;
}

export interface Goal {
  readonly event: string;
  /** The property of the goal event that holds its value in money. */
  readonly value?: string;
  /** ISO-8601 duration: how long after the offer a conversion counts. */
  readonly within: string;
  /** Share of the order's value that is profit, 0 to 1. */
  readonly margin: number;
  /** Expected order value: a fact, or an amount of money. */
  readonly orderValue: FactReference | number;
  /** P(goal | no offer); of an uplift model in `response` unless told. Without either every figure is gross. */
  readonly natural?: ModelReference | FixedRate;
}

export type RankBy = ModelReference | (FactReference & { readonly order: 'asc' | 'desc' });

interface Predictive {
  readonly when?: ConditionOrSegment;
  readonly rankBy?: RankBy;
  readonly onFailure: 'baseline' | 'none';
}

interface Baseline {
  readonly title: string;
  readonly when?: ConditionOrSegment;
  readonly rankBy?: RankBy;
  /** Id of the offer that the human rule makes. */
  readonly offer: string;
}

export interface Offer {
  readonly id: string;
  readonly title: string;
  readonly when?: ConditionOrSegment;
  /** Money; 0 where the offer is only a message. */
  readonly faceValue: number;
  readonly minimumSpend?: number;
  /** Share of converters who redeem, 0 to 1. */
  readonly redemptionRate: number;
  /** Money a message. */
  readonly contactCost: number;
  /** How many may be issued; absent means no limit. */
  readonly stock?: number;
  /** P(goal | this offer). */
  readonly response: ResponseModel | FixedRate;
  readonly channel?: string;
  /** Handed to the caller as it is, but for what a recommender fills in. */
  readonly content?: Readonly<Record<string, unknown>> & { readonly recommend?: RecommendedContent };
}

/** Items that a recommender chooses for the person: what stands under `recommend` in the content of an offer. */
export interface RecommendedContent {
  /** Id of the analysis that recommends. */
  readonly model: string;
  /** How many. */
  readonly items: number;
  /** Over the facts of items: which may stand there. */
  readonly where?: Condition;
  /** At most so many of one category. */
  readonly perCategory?: number;
  /** How much being unlike the items before counts beside how good an item is, 0 to 1. */
  readonly diversity?: number;
  /** Whether what the person bought already may stand there; not unless told. */
  readonly bought?: boolean;
}

/** A strategy's limits; its campaigns may have narrower ones. */
interface Limits extends CampaignLimits {
  readonly perUser?: { readonly contacts: number; readonly within: string };
  /**
   * Live decisions ask an offer to bring more than what it takes of the limits brings elsewhere, as the latest campaign run of
   * the strategy found; prices that are older than this duration (ISO-8601) do not count.
   */
  readonly shadowPrices?: { readonly maxAge: string };
}

/** Who decides for the people of an arm: the strategy with its models, or the human rule. */
export type Way = 'model' | 'baseline';

/** A fact as a policy reads it: a number as it is, or how far it is from what is usual, or one 0 or 1 for each category. */
export type ContextFact =
  string | (FactReference & { readonly mean?: number; readonly deviation?: number; readonly is?: readonly string[] });

/** A policy of a plugin, which chooses among the offers that the strategy's rules leave to a person. */
export interface ArmPolicy {
  /** Id of the plugin. */
  readonly policy: string;
  readonly options?: Readonly<Record<string, unknown>>;
  /** What it learns from: 1 for a conversion in the goal's window and 0 for none, or the offer's profit; `conversion` unless told. */
  readonly reward?: RewardKind;
  /** What it may tell people by. */
  readonly context?: readonly ContextFact[];
  /** The least probability of each offer, 0 to 0.5; 0.01 unless told. Of k offers none has more than 1/k. */
  readonly explore?: number;
}

/** An arm of an experiment. */
export interface ExperimentArm {
  readonly id: string;
  /** Share of the people, 0 to 1. */
  readonly share: number;
  readonly by: Way | ArmPolicy;
}

/** How an experiment of a model beside the human rule is read, as it was planned before anybody took part. */
export interface ReadoutPlan {
  /** Whose last stage it is to prove. */
  readonly model: string;
  /** The figure that decides. */
  readonly decide: 'conversion' | 'value' | 'profit';
  /** Of all arms together. */
  readonly people: number;
  /** In which so many come; absent where nobody knew how many come a day. */
  readonly days?: number;
  /** The least effect worth having, which so many people show: 0.1 for a tenth more than control. */
  readonly effect: number;
  /** Once, when all planned people are there, or at any time. */
  readonly read: 'once' | 'at any time';
  /**
   * The most by which conversions may be fewer, as a share of control's, for the model to pass by what it saves. Absent where it
   * must be better.
   */
  readonly noWorseThan?: number;
}

export interface Experiment {
  readonly seed: string;
  /** Share of those who would be treated that gets nothing, 0 to 1. */
  readonly holdout?: number;
  /** Their shares sum to 1. The short form has an arm of each way, called as the way is. */
  readonly arms?: readonly ExperimentArm[] | Readonly<Record<Way, number>>;
  /** Share of each arm's people who take part, 0 to 1; all of them unless told. Raising it moves nobody: a ramp. */
  readonly coverage?: number;
  /** The experiments of a namespace share no people: who takes part in this one falls on [from, to) of it. */
  readonly namespace?: { readonly id: string; readonly from: number; readonly to: number };
  /** What becomes of those of the segment who take no part: nothing is offered, or who decides; nothing unless told. */
  readonly otherwise?: 'none' | Way;
  /** From 1 on. Each phase draws its arms anew, and is read by itself. */
  readonly phase?: number;
  /** How it is to be read; as whoever reads it says where there is none. */
  readonly plan?: ReadoutPlan;
}

/** Which way the people of an arm go: those of a policy go the model's. */
export function wayOf({ by }: Pick<ExperimentArm, 'by'>): Way {
  return typeof by === 'string' ? by : 'model';
}

/** The policy of an arm; null where it has none. */
export function policyOf(arm: Pick<ExperimentArm, 'by'> | null | undefined): ArmPolicy | null {
  return arm === null || arm === undefined || typeof arm.by === 'string' ? null : arm.by;
}

/** The arms in their long form, in the order in which they are drawn; empty where there are none. */
export function armsOf({ arms = [] }: Pick<Experiment, 'arms'> = {}): readonly ExperimentArm[] {
  if (!('model' in arms)) return arms;
  const { model, baseline } = arms;
  return [
    { id: 'model', share: model, by: 'model' },
    { id: 'baseline', share: baseline, by: 'baseline' },
  ];
}

export interface Strategy {
  readonly id: string;
  readonly title: string;
  readonly owner?: string;
  readonly goal: Goal;
  /** The purpose that the user must have consented to. */
  readonly consent?: string;
  readonly active?: { readonly from?: string; readonly to?: string };
  readonly segment: ConditionOrSegment;
  readonly trigger?: ConditionOrSegment;
  readonly predictive?: Predictive;
  readonly baseline: Baseline;
  readonly offers: readonly Offer[];
  readonly limits?: Limits;
  readonly experiment?: Experiment;
  /** What is watched while it runs. */
  readonly guardrails?: readonly Guardrail[];
  /** Why the strategy may use each sensitive fact that it uses. */
  readonly sensitiveFacts?: Readonly<Record<string, string>>;
  /** Multiplies the expected profit where strategies compete; 1 unless told. */
  readonly weight?: number;
}

/** What a strategy's numbers come from: a model, a rate that a marketer wrote, or a fact. */
type NumberSource = ModelReference | FixedRate | RankBy;

/** True where a source asks a model; false where it is something else, or where there is none. */
export function asksModel<T extends NumberSource>(source: T | undefined): source is Extract<T, ModelReference> {
  return source !== undefined && 'model' in source;
}
