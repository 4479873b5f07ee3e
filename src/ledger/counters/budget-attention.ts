import { currencyOf, type Strategy } from '#strata/engine';
import { amountWords } from '#strata/kernel';
import { type AttentionEntry, type AttentionSource } from '#strata/platform/attention';
import { type Database } from '#strata/platform/database';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { type Counted, countedOfAll } from './counter-table.js';
import { moneyOf } from './limits.js';

/** From this share on a limit is nearly reached. */
const NEARLY = 0.8;

/** Budgets and stocks that are nearly or wholly spent, of strategies that are not over. */
export class BudgetAttention implements AttentionSource {
  constructor(
    private readonly database: Database,
    private readonly releases: Pick<CurrentRelease, 'get'>,
  ) {}

  async attention(now: number): Promise<readonly AttentionEntry[]> {
    const counted = await this.database.run(countedOfAll);
    const { documents } = this.releases.get();
    return documents.strategies
      .filter(({ active }) => active?.to === undefined || Date.parse(active.to) >= now)
      .flatMap((strategy) => {
        const known = counted.get(strategy.id);
        return known === undefined ? [] : limitsNear(strategy, known, currencyOf(documents));
      });
  }
}

function limitsNear(
  { id, title, limits, offers }: Strategy,
  { issued, reserved }: Counted,
  currency: string | undefined,
): readonly AttentionEntry[] {
  const money = (amount: number) => amountWords(amount, currency);
  const near = (kind: 'budget' | 'stock', { used, limit, words }: { used: number; limit: number; words: string }) => {
    if (used < NEARLY * limit) return [];
    const entry: AttentionEntry = {
      ...{ kind, urgency: used >= limit ? 'now' : 'soon', subject: `strategy:${id}`, title },
      ...{ since: null, words, figures: { used, limit, share: limit === 0 ? 1 : used / limit } },
    };
    return [entry];
  };
  const spent = moneyOf(reserved);
  const budget = limits?.budget;
  return [
    ...(budget === undefined
      ? []
      : near('budget', { used: spent, limit: budget, words: `${money(spent)} of ${money(budget)} are reserved` })),
    ...offers.flatMap((offer) => {
      const used = issued.get(offer.id) ?? 0;
      if (offer.stock === undefined) return [];
      const words = `${String(used)} of ${String(offer.stock)} of “${offer.title}” are given`;
      return near('stock', { used, limit: offer.stock, words });
    }),
  ];
}
