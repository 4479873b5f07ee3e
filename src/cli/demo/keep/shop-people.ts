import { type Call, type IdentifyCall, type TrackCall } from '#strata/profiles/calls';
import { ProfileStore } from '#strata/profiles/people';
import { CountedQuality } from '#strata/profiles/quality';
import { type Database } from '#strata/platform/database';
import { type ShopEvent, shopEvents, shopProfiles, userIdOf } from '#strata/simulator/files';
import { type SimulatedShop } from '#strata/simulator/shop';

/** Calls that are stored together. */
const TOGETHER = 20_000;

/** What customers did, as it comes in one after the other. */
export class ShopPeople {
  readonly #store: ProfileStore;
  #told = 0;

  private constructor(
    database: Database,
    private readonly quality: CountedQuality,
  ) {
    this.#store = new ProfileStore(database);
  }

  static async open(database: Database): Promise<ShopPeople> {
    return new ShopPeople(database, await CountedQuality.open(database));
  }

  /** Stores what is known about everybody of the shop, as said at `at`; days are moved by `later` milliseconds. */
  async know(shop: SimulatedShop, { at, later }: { readonly at: number; readonly later: number }): Promise<void> {
    const calls: IdentifyCall[] = [];
    for (const { user, traits, consents } of shopProfiles(shop, later)) {
      const consent = Object.entries(consents).map(([purpose, granted]) => ({ purpose, granted, source: 'sign-up' }));
      calls.push({ kind: 'identify', id: userIdOf(user), anonymousId: null, traits, consent, at });
    }
    for (let from = 0; from < calls.length; from += TOGETHER)
      await this.#store.ingest(calls.slice(from, from + TOGETHER));
  }

  /** Stores events that have happened by now. */
  async take(events: Iterable<ShopEvent>): Promise<void> {
    let calls: TrackCall[] = [];
    for (const event of events) {
      calls.push(this.#callOf(event));
      if (calls.length < TOGETHER) continue;
      await this.#keep(calls);
      calls = [];
    }
    if (calls.length > 0) await this.#keep(calls);
  }

  async close(): Promise<void> {
    await this.quality.close();
  }

  #callOf({ user, name, at, properties }: ShopEvent): TrackCall {
    return { kind: 'track', id: userIdOf(user), messageId: `shop-${String(++this.#told)}`, name, properties, at };
  }

  async #keep(calls: readonly TrackCall[]): Promise<void> {
    const { duplicatesByEvent } = await this.#store.ingest(calls satisfies readonly Call[]);
    const receivedAt = Date.now();
    for (const { name, properties, at } of calls) this.quality.onReceived({ name, properties, at, receivedAt });
    for (const [name, count] of duplicatesByEvent) this.quality.onDuplicates(name, count);
  }
}

const DAY = 86_400_000;
/** Signals of the last month, of which the facts of today count those of a month, … */
const MONTHLY: ReadonlySet<string> = new Set(['visited', 'message_sent', 'message_opened']);
const MONTH = 30 * DAY;
/** … and of 90 days: they all lie in its last month. */
const OF_90_DAYS = 'coupon_viewed';

/**
 * The events of the shop, moved by `later` milliseconds: those before `until` at once, the others kept for when they happen. The shop
 * knows what facts were at its mailings and this morning; for the weeks between, what people did in the last month they did in
 * the month before, too, and coupons were viewed over three months.
 */
export function splitEvents(
  shop: SimulatedShop,
  { later, until, today }: { readonly later: number; readonly until: number; readonly today: number },
): { readonly before: Iterable<ShopEvent>; readonly after: ShopEvent[] } {
  const after: ShopEvent[] = [];
  function* before(): Generator<ShopEvent> {
    for (const event of shopEvents(shop)) {
      for (const moved of evenly({ ...event, at: event.at + later }, today)) {
        if (moved.at < until) yield moved;
        else after.push(moved);
      }
    }
  }
  return { before: before(), after };
}

function evenly(event: ShopEvent, today: number): readonly ShopEvent[] {
  if (event.at < today - MONTH) return [event];
  if (MONTHLY.has(event.name)) return [event, { ...event, at: event.at - MONTH }];
  if (event.name === OF_90_DAYS) return [{ ...event, at: today - 3 * (today - event.at) }];
  return [event];
}
