import { currencyOf } from '#strata/engine';
import { knownStrategy } from '#strata/engine/plan';
import { type Language } from '#strata/kernel/texts';
import { type OutcomeBook } from '#strata/ledger/outcomes';
import { type StrategyResults } from '#strata/ledger/results';
import { type Database } from '#strata/platform/database';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { criticalValue } from '#strata/statistics';
import { sequentialCriticalValue } from '#strata/statistics/experiments';
import { type Campaigns } from '../service/index.js';
import { PEEKING, watchedLift } from './judge.js';
import { type StrategyState, strategyState } from './strategy-state.js';

/** A figure whose interval holds at all moments at once: one may look as often as one likes. Null bounds are not known. */
interface WatchedFigure {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
}

/** How something does that runs. */
export interface Watched extends StrategyState {
  readonly strategy: string;
  /** Null where all of the strategy is watched, whatever made its offers. */
  readonly campaign: string | null;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly currency: string | null;
  /** Offers that were made. */
  readonly sent: number;
  readonly treated: { readonly people: number; readonly converted: number };
  readonly heldOut: { readonly people: number; readonly converted: number };
  readonly redeemed: number;
  /** Money, as `cost` of the results. */
  readonly cost: number;
  /** Conversion rate of the treated less that of the held-out; null while there are too few people. */
  readonly lift: WatchedFigure | null;
  /**
   * Money; gross where no hold-out tells what would have happened anyway. Without bounds while it is, or there are too few
   * people. Null where nobody was treated.
   */
  readonly profit: WatchedFigure | null;
  /** Profit ÷ cost; null where it cost nothing. */
  readonly roi: WatchedFigure | null;
  readonly basis: 'incremental' | 'gross';
}

/** How certain intervals are, and in which language words are. */
interface WatchQuestion {
  readonly level: number;
  /** English unless told. */
  readonly language?: Language | undefined;
}

interface WatchParts {
  readonly database: Database;
  readonly outcomes: OutcomeBook;
  readonly campaigns: Campaigns;
  readonly releases: CurrentRelease;
}

/** Watching what runs: what came in until now is counted each time. */
export class Watching {
  constructor(private readonly parts: WatchParts) {}

  /** @throws StrataError UNKNOWN_STRATEGY */
  async strategy(id: string, { level, language }: WatchQuestion): Promise<Watched> {
    knownStrategy(this.parts.releases.get(), id);
    const results = { ...(await this.parts.outcomes.results({ strategy: id, level })), strategy: id };
    return await this.#watched({ results, campaign: null, level, language });
  }

  /** A campaign, or one of its runs. @throws StrataError NOT_FOUND where no list is ready */
  async campaign(id: string, { level, language }: WatchQuestion): Promise<Watched> {
    const results = await this.parts.campaigns.results(id, { level });
    return await this.#watched({ results, campaign: results.campaign, level, language });
  }

  async #watched({
    results,
    campaign,
    level,
    language,
  }: WatchQuestion & {
    readonly results: StrategyResults & { readonly strategy: string };
    readonly campaign: string | null;
  }): Promise<Watched> {
    const { strategy, currency, treated, holdout, result } = results;
    const lift = watchedLift(groupOf(treated), groupOf(holdout), level);
    const known = { people: treated.users + holdout.users, isEnough: lift !== null };
    return {
      ...{ strategy, campaign, at: Date.now(), currency },
      sent: treated.contacts,
      treated: { people: treated.users, converted: treated.conversions },
      heldOut: { people: holdout.users, converted: holdout.conversions },
      redeemed: treated.redeemed,
      cost: result?.cost ?? 0,
      ...{ lift, profit: widened(result?.profit ?? null, known), roi: widened(result?.roi ?? null, known) },
      basis: result?.basis ?? 'gross',
      ...(await this.#state(strategy, language)),
    };
  }

  async #state(id: string, language: Language | undefined): Promise<StrategyState> {
    const { database, releases } = this.parts;
    const { strategies, documents } = releases.get();
    const found = strategies.find(({ document }) => document.id === id);
    const words = { currency: currencyOf(documents), language };
    return await database.run((manager) => strategyState(manager, found?.document ?? { id }, words));
  }
}

function groupOf({ users, conversions }: StrategyResults['treated']) {
  return { people: users, conversions };
}

/** An interval of one look as the one that holds at all looks: as many times wider as its critical value is greater. No bounds where sums are not normal yet. */
function widened(
  estimate: { readonly value: number; readonly lower: number; readonly upper: number; readonly level: number } | null,
  { people, isEnough }: { readonly people: number; readonly isEnough: boolean },
): WatchedFigure | null {
  if (estimate === null) return null;
  const { value, lower, upper, level } = estimate;
  const times = sequentialCriticalValue(people, level, PEEKING) / criticalValue(level);
  const bound = (end: number) => (isEnough && Number.isFinite(end) ? value + (end - value) * times : null);
  return { value, lower: bound(lower), upper: bound(upper), level };
}
