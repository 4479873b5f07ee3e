/** Orders in the order in which they were placed: one entry each. */
export interface Orders {
  readonly count: number;
  /** Row of the customer. */
  readonly user: Int32Array;
  /** Whole days before today. */
  readonly daysAgo: Int32Array;
  readonly value: Float64Array;
  /** 1 where it used a coupon. */
  readonly coupon: Uint8Array;
}

/** What customers had ordered before the first mailing: one entry a customer. */
export interface EarlierOrders {
  readonly orders: Float64Array;
  readonly couponOrders: Float64Array;
  /** Sum of all, money. */
  readonly spent: Float64Array;
  /** Days before today of the last one. */
  readonly lastOrder: Float64Array;
}

/** The state of a population's orders now, which then goes on. */
export function earlierOrders({ orders, couponOrders, spent, lastOrder }: EarlierOrders): EarlierOrders {
  return {
    orders: orders.slice(),
    couponOrders: couponOrders.slice(),
    spent: spent.slice(),
    lastOrder: lastOrder.slice(),
  };
}

/** Books orders one by one. */
export class OrderBook {
  #count = 0;
  #user = new Int32Array(1024);
  #daysAgo = new Int32Array(1024);
  #value = new Float64Array(1024);
  #coupon = new Uint8Array(1024);

  add(user: number, daysAgo: number, value: number, coupon: 0 | 1): void {
    if (this.#count === this.#user.length) this.#grow();
    this.#user[this.#count] = user;
    this.#daysAgo[this.#count] = daysAgo;
    this.#value[this.#count] = value;
    this.#coupon[this.#count] = coupon;
    this.#count++;
  }

  /** What was booked so far. */
  orders(): Orders {
    const count = this.#count;
    return {
      count,
      user: this.#user.slice(0, count),
      daysAgo: this.#daysAgo.slice(0, count),
      value: this.#value.slice(0, count),
      coupon: this.#coupon.slice(0, count),
    };
  }

  #grow(): void {
    const grown = <T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const length = 2 * this.#user.length;
    this.#user = grown(this.#user, new Int32Array(length));
    this.#daysAgo = grown(this.#daysAgo, new Int32Array(length));
    this.#value = grown(this.#value, new Float64Array(length));
    this.#coupon = grown(this.#coupon, new Uint8Array(length));
  }
}
