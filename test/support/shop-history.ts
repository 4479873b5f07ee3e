import { seededRandom } from '#sdk';

const CITIES = ['Shanghai', 'Beijing', 'Hangzhou', ''];

/**
 * The text of a CSV file that the shipped models can be trained on: dormant customers in four mailings, half of them with
 * a coupon; who ordered often orders again.
 */
export function shopHistory(rows: number, seed = 1): string {
  const random = seededRandom(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    const orders = random.integer(8);
    const offer = random.integer(2) === 0 ? '' : 'coupon';
    const chance = 1 / (1 + Math.exp(2 - 0.4 * orders - (offer === '' ? 0 : 1)));
    const couponOrders = random.integer(orders + 1);
    return [
      `u${String(row)}`,
      `2026-0${String(1 + random.integer(4))}-01`,
      offer,
      180 + random.integer(300),
      orders,
      random.integer(400),
      random.integer(5),
      orders === 0 ? '' : couponOrders / orders,
      CITIES[random.integer(CITIES.length)],
      20 + random.integer(50),
      Number(random.uniform() < chance),
    ].join();
  });
  const head = 'userId,at,offer,daysSinceLastOrder,orders,spend90d,couponViews,couponOrderShare,city,age,order_placed';
  return [head, ...lines].join('\n');
}
