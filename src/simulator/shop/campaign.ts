import { type SeededRandom } from '#sdk';
import { type CAMPAIGNS, FORTNIGHT } from './calendar.js';
import { drawOrderValue, isDormant, type SimulatedPopulation } from './customers.js';
import { FactTable } from './facts.js';
import { drawNeed, placeOrder } from './life.js';
import { REDEEMS, redemptionOf, respond, withCoupon } from './response.js';
import { type History, KINDS, MAILING_DAYS, type Truth, type World } from './shop.js';

/** The randomness of a mailing, one stream each, so that the worlds differ in nothing but the response. */
export interface CampaignRandom {
  readonly signals: SeededRandom;
  readonly assignment: SeededRandom;
  readonly response: SeededRandom;
}

/** Collects history and truth, campaign after campaign. */
export class HistoryRecorder {
  readonly #world: World;
  readonly #random: CampaignRandom;
  readonly #facts: FactTable;
  readonly #history: Omit<History, 'rows' | 'facts' | 'part'>;
  readonly #truth: Truth;

  /** @param capacity the most rows that will be recorded */
  constructor(world: World, capacity: number, random: CampaignRandom) {
    this.#world = world;
    this.#random = random;
    this.#facts = new FactTable(capacity);
    const numbers = (): Float64Array => new Float64Array(capacity);
    const bytes = (): Uint8Array => new Uint8Array(capacity);
    this.#history = {
      user: new Int32Array(capacity),
      campaign: bytes(),
      day: bytes(),
      treated: bytes(),
      converted: bytes(),
      amount: numbers(),
      redeemed: bytes(),
    };
    this.#truth = {
      natural: numbers(),
      withCoupon: numbers(),
      kind: bytes(),
      redemption: numbers(),
      orderValue: numbers(),
      need: numbers(),
      dealProneness: numbers(),
      irritability: numbers(),
    };
  }

  /** Mails the campaign to everybody who is dormant on its day and books what follows. */
  run(people: SimulatedPopulation, index: number, campaign: (typeof CAMPAIGNS)[number]): void {
    for (let user = 0; user < people.size; user++) {
      if (isDormant(people, user, campaign.daysAgo)) this.#contact(people, user, index, campaign);
    }
  }

  #contact(people: SimulatedPopulation, user: number, index: number, campaign: (typeof CAMPAIGNS)[number]): void {
    const row = this.#facts.rows;
    const need = drawNeed(people, user, this.#random.signals);
    this.#facts.add(people, user, campaign.daysAgo, need, this.#random.signals);
    const treated = this.#random.assignment.uniform() >= campaign.control ? 1 : 0;
    this.#history.user[row] = user;
    this.#history.campaign[row] = index;
    this.#history.day[row] = this.#random.assignment.integer(MAILING_DAYS);
    this.#history.treated[row] = treated;
    this.#respond(row, people, user, need, campaign.daysAgo);
  }

  #respond(row: number, people: SimulatedPopulation, user: number, need: number, daysAgo: number): void {
    const random = this.#random.response;
    const deal = people.dealProneness[user] ?? 0;
    const irritability = people.irritability[user] ?? 0;
    const response = respond(this.#world, need, deal, irritability);
    const without = random.uniform() < response.natural;
    const changed = random.uniform() < (without ? response.harmed : response.persuaded);
    const value = drawOrderValue(people.orderValue[user] ?? 0, random);
    const redeems = random.uniform() < (without ? REDEEMS.anyway : REDEEMS.persuaded);
    const delay = Math.floor(FORTNIGHT * random.uniform());
    const probability = withCoupon(response);

    const truth = this.#truth;
    truth.natural[row] = response.natural;
    truth.withCoupon[row] = probability;
    truth.kind[row] = kindOf(without, changed);
    truth.redemption[row] = redemptionOf(response, probability);
    truth.orderValue[row] = people.orderValue[user] ?? 0;
    truth.need[row] = need;
    truth.dealProneness[row] = deal;
    truth.irritability[row] = irritability;

    const treated = this.#history.treated[row] === 1;
    if (!(treated ? without !== changed : without)) return;
    const redeemed = treated && redeems ? 1 : 0;
    this.#history.converted[row] = 1;
    this.#history.amount[row] = value;
    this.#history.redeemed[row] = redeemed;
    placeOrder(people, user, daysAgo - (this.#history.day[row] ?? 0) - delay, value, redeemed);
  }

  /** What was recorded, cut to its rows. */
  finish(): { readonly history: Omit<History, 'part'>; readonly truth: Truth } {
    const rows = this.#facts.rows;
    return {
      history: { rows, facts: this.#facts.columns(), ...cut(this.#history, rows) },
      truth: cut(this.#truth, rows),
    };
  }
}

/** Index into {@link KINDS} of who would order without the coupon or not, and whom it would change. */
export function kindOf(without: boolean, changed: boolean): number {
  if (without) return KINDS.indexOf(changed ? 'sleeping-dog' : 'sure-thing');
  return KINDS.indexOf(changed ? 'persuadable' : 'lost-cause');
}

function cut<T extends { readonly [K in keyof T]: Float64Array | Int32Array | Uint8Array }>(
  columns: T,
  rows: number,
): T {
  return Object.fromEntries(
    Object.entries<Float64Array | Int32Array | Uint8Array>(columns).map(([name, values]) => [
      name,
      values.slice(0, rows),
    ]),
  ) as T;
}
