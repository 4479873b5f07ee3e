import { seededRandom, type SeededRandom } from '#sdk';

const CITIES = ['Shanghai', 'Hangzhou', 'Beijing', 'Shenzhen', 'Chengdu'];
const STRATEGIES = ['win-back-coupon', 'abandoned-cart', 'welcome-free-delivery', undefined];

/**
 * Bodies as a shop would send them: dormant and active customers and new members, most with consent, a third of the
 * active ones with a cart; half of them for one strategy, the others for all.
 */
export function decisionBodies(count: number, seed: number): readonly string[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify(bodyOf(`user-${String(seed)}-${String(index)}`, random)),
  );
}

function bodyOf(userId: string, random: SeededRandom): object {
  const kind = random.uniform();
  const consent = random.uniform() < 0.9 ? ['marketing'] : [];
  const strategy = random.uniform() < 0.5 ? undefined : STRATEGIES[random.integer(STRATEGIES.length)];
  const person = { city: CITIES[random.integer(CITIES.length)], age: 18 + random.integer(60) };
  const asked = { userId, ...(strategy === undefined ? {} : { strategy }), consent };
  if (kind < 0.1) return { ...asked, facts: { ...person, orders: 0, daysSinceRegistration: random.integer(60) } };
  const orders = 1 + random.integer(20);
  const facts = {
    ...person,
    orders,
    couponOrders: random.integer(orders + 1),
    couponViews: random.integer(12),
    averageOrderValue: 20 + random.integer(200),
    spend90d: random.integer(400),
    visits30d: random.integer(20),
    messagesOpened30d: random.integer(6),
    daysSinceLastOrder: kind < 0.6 ? 180 + random.integer(200) : random.integer(180),
  };
  if (kind < 0.8) return { ...asked, facts };
  const at = new Date(Date.now() - 2 * 3_600_000).toISOString();
  return { ...asked, facts, events: [{ name: 'cart_updated', at, properties: { amount: 80 } }] };
}
