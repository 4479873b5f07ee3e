import { type CategoryColumn, type FeatureColumn } from '#sdk';
import { type EarlierOrders, type Orders } from './order-book.js';

/** How the coupon works in the simulated shop; `docs/shop.md` gives the equations. */
export const WORLDS = ['persuadables', 'everyone-responds'] as const;
export type World = (typeof WORLDS)[number];

/** What to simulate. Same options, same shop, bit for bit. */
export interface ShopOptions {
  /** Number of customers, of every life-cycle stage. */
  readonly users: number;
  /** 32-bit unsigned seed. */
  readonly seed: number;
  /** `persuadables` unless told; `everyone-responds` is the negative control. */
  readonly world?: World;
}

/** So many days a mailing takes; each customer's turn is drawn. */
export const MAILING_DAYS = 7;
/** In UTC. Mailings go out in the morning, after the orders of the night: so the days since an order are whole days. */
export const MAILING_HOUR = 9;

/** The offer of all past campaigns, as the strategy `win-back-coupon` names it. */
export const OFFER = 'coupon-20';

/** A mailing of the past. It went to everybody who was dormant on its day. */
export interface ShopCampaign {
  readonly id: string;
  readonly title: string;
  /** ISO date of the first of its {@link MAILING_DAYS} days. */
  readonly sentAt: string;
  /** Share of the dormant customers drawn at random who got nothing; 0 where everybody got the coupon. */
  readonly control: number;
}

/** The customers as they are known today: one row each, `userId` = `u` and the row's number. */
export interface Customers {
  readonly rows: number;
  /** Facts of `rules/facts.json`, by name. */
  readonly facts: readonly FeatureColumn[];
  /** Life-cycle stage by business rules. */
  readonly stage: CategoryColumn;
}

/**
 * What a row of the history is for. Drawn by customer, so that nobody stands on two sides: models learn on `train` (and
 * thresholds on `validation`), selections are replayed on `replay`, the other half of the customers.
 */
export const PARTS = ['train', 'validation', 'replay'] as const;
export type Part = (typeof PARTS)[number];

/** What the shop recorded: one row for each dormant customer and campaign, facts as of the morning of the mailing. */
export interface History {
  readonly rows: number;
  /** Row of the customer in {@link Customers}. */
  readonly user: Int32Array;
  /** Index into {@link SimulatedShop.campaigns}. */
  readonly campaign: Uint8Array;
  /** Day of the mailing on which the customer's turn came, 0 to {@link MAILING_DAYS} − 1; the same for the control. */
  readonly day: Uint8Array;
  /** Index into {@link PARTS}. */
  readonly part: Uint8Array;
  readonly facts: readonly FeatureColumn[];
  /** 1 where the coupon was sent, 0 in the random control group. */
  readonly treated: Uint8Array;
  /** 1 where an order followed within 14 days. */
  readonly converted: Uint8Array;
  /** Value of that order in money; 0 without one. */
  readonly amount: Float64Array;
  /** 1 where the order used the coupon. */
  readonly redeemed: Uint8Array;
}

/** The kinds of customer by what they would do without and with the coupon. */
export const KINDS = ['lost-cause', 'persuadable', 'sure-thing', 'sleeping-dog'] as const;

/** What nobody can know: one row for each row of {@link History}. Never train on it. */
export interface Truth {
  /** p₀: this customer's probability to order within 14 days without the coupon. */
  readonly natural: Float64Array;
  /** p₁: the same with the coupon. */
  readonly withCoupon: Float64Array;
  /** Index into {@link KINDS}: both potential outcomes of this row. */
  readonly kind: Uint8Array;
  /** P(the coupon is used | it was sent and an order followed). */
  readonly redemption: Float64Array;
  /** Expected value of an order, in money. */
  readonly orderValue: Float64Array;
  /** The hidden traits, each of mean 0 and variance 1. */
  readonly need: Float64Array;
  readonly dealProneness: Float64Array;
  readonly irritability: Float64Array;
}

/** What nobody can know about the customers as they are today: one row for each row of {@link Customers}. */
export interface HiddenTraits {
  /** Each of mean 0 and variance 1; need is this season's. */
  readonly need: Float64Array;
  readonly dealProneness: Float64Array;
  readonly irritability: Float64Array;
  /** Expected value of an order, in money. */
  readonly orderValue: Float64Array;
  /** Days between orders while a habit lasts; infinite once it has ended. */
  readonly gap: Float64Array;
}

/** A simulated shop: what it knows, what it did, and apart from these the truth. */
export interface SimulatedShop {
  readonly world: World;
  readonly seed: number;
  readonly campaigns: readonly ShopCampaign[];
  readonly users: Customers;
  readonly history: History;
  /** Before the first mailing summed up, since then one by one. */
  readonly orders: { readonly earlier: EarlierOrders; readonly since: Orders };
  readonly truth: Truth;
  readonly hidden: HiddenTraits;
}
