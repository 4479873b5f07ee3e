import { removeFolder, rulesWith, startStrata, temporaryFolder } from '../decisions/servers.js';

/** How many coupons many clients got from several servers that share a database. */
export interface SharedLimitsResult {
  readonly requests: number;
  readonly issued: number;
  readonly failed: number;
}

/** Asks for more coupons than a limit allows, from many clients over two server processes on one PostgreSQL. */
export async function shareLimits(
  databaseUrl: string,
  limits: { readonly stock?: number; readonly budget?: number },
  { clients, requests }: { readonly clients: number; readonly requests: number },
): Promise<SharedLimitsResult> {
  const folder = temporaryFolder();
  const rules = rulesWith(folder, (strategy) => {
    if (strategy.id !== 'win-back-coupon') return;
    strategy.limits = { ...strategy.limits, budget: limits.budget ?? 1_000_000_000 };
    for (const offer of strategy.offers) offer.stock = limits.stock ?? 1_000_000_000;
  });
  const first = await startStrata({ home: folder, rules, databaseUrl });
  const second = await startStrata({ home: folder, rules, databaseUrl });
  const counts = { issued: 0, failed: 0 };
  let next = 0;
  async function client(url: string): Promise<void> {
    while (next < requests) {
      const outcome = await ask(url, `shared-${String(next++)}`);
      if (outcome === 'offer') counts.issued += 1;
      if (outcome === null) counts.failed += 1;
    }
  }
  try {
    await Promise.all(Array.from({ length: clients }, (_, index) => client(index % 2 === 0 ? first.url : second.url)));
    return { requests, ...counts };
  } finally {
    await Promise.all([first.stop(), second.stop()]);
    removeFolder(folder);
  }
}

/** The outcome, or null where the answer was not 200. */
async function ask(url: string, userId: string): Promise<string | null> {
  const response = await fetch(`${url}/v1/decisions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      userId,
      strategy: 'win-back-coupon',
      facts: { daysSinceLastOrder: 200, orders: 3, averageOrderValue: 120 },
      consent: ['marketing'],
      explain: 'none',
    }),
  });
  const answer = (await response.json()) as { readonly outcome?: string };
  return response.status === 200 ? (answer.outcome ?? null) : null;
}
