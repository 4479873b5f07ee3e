import { currencyOf } from '#strata/engine';
import { knownStrategy } from '#strata/engine/plan';
import { type Database } from '#strata/platform/database';
import { type Logger } from '#strata/platform/telemetry';
import { EVENT_JOURNAL } from '#strata/profiles/store';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { type ResultsQuestion, type StrategyResults, strategyResults } from '../results/index.js';
import {
  type ExposureSource,
  end,
  findEnded,
  redeem,
  reopen,
  summariseNewPages,
  takeTurn,
} from '../exposures/index.js';
import { matchEventsOf, matchNewEvents } from './match-events.js';
import { type Outcome } from './outcome.js';
import { type ReportedOutcome } from './outcome.schema.js';
import { type OutcomeReport, recordOutcome, unmatched } from './record-outcome.js';

/** How often goal events are matched and windows ended. */
const EVERY_MS = 60_000;
/** Windows that are ended in one transaction. */
const ENDED_AT_ONCE = 2_000;
/** The events of so many transactions are looked at first; then of more or fewer. */
const FIRST_PIECE = 1_000;
/** Goal events of one piece, about. */
const EVENTS_AT_ONCE = 50_000;

/** What the book works with. */
interface OutcomeParts {
  readonly database: Database;
  readonly releases: CurrentRelease;
  /** Where the exposures come from. */
  readonly source: () => ExposureSource;
}

/**
 * What became of exposures: goal events and reported outcomes are counted for the exposure in whose window they fall, and
 * what was reserved is settled. Everything may be done at any time, again and in several processes at once.
 */
export class OutcomeBook {
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(private readonly parts: OutcomeParts) {}

  /** Sweeps once a minute until `close`. */
  open(log: Logger): void {
    this.#timer = setTimeout(() => {
      this.#sweeping = this.sweep().then(
        () => undefined,
        (error: unknown) => {
          log.warn({ err: error }, 'outcomes were not counted; they are the next time');
        },
      );
      void this.#sweeping.then(() => {
        if (!this.#closed) this.open(log);
      });
    }, EVERY_MS).unref();
  }

  /** Stops sweeping and waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#sweeping;
  }

  /**
   * Counts what came in, then ends the windows that are over at `now` (milliseconds since 1970, UTC), and opens those again
   * that were ended though they are not.
   */
  async sweep(now = Date.now()): Promise<void> {
    for (const journal of [EVENT_JOURNAL, this.parts.source().journal] as const) {
      await this.parts.database.run((manager) => summariseNewPages(manager, journal));
    }
    await this.catchUp();
    await this.#reopenSome(now);
    while (await this.#endSome(now));
  }

  /**
   * Keeps a reported outcome. Reported twice, it counts once.
   *
   * @throws StrataError NOT_FOUND for an unknown decision, UNKNOWN_STRATEGY
   */
  async record(reported: ReportedOutcome): Promise<Outcome> {
    const report = await this.#readReport(reported);
    if (report.strategy === '') return unmatched(report);
    await this.parts.source().projectPerson(report.userId);
    return await this.parts.database.transaction((manager) => recordOutcome(manager, report));
  }

  /** What a strategy brought, or all together, with everything counted that is known now. @throws StrataError UNKNOWN_STRATEGY */
  async results(question: ResultsQuestion): Promise<StrategyResults> {
    await this.catchUp();
    const results = await this.parts.database.run((manager) => strategyResults(manager, question));
    const { strategy } = question;
    if (strategy !== null && results.treated.users + results.holdout.users === 0)
      knownStrategy(this.parts.releases.get(), strategy);
    return { currency: currencyOf(this.parts.releases.get().documents) ?? null, ...results };
  }

  /** Writes down the exposures of new decisions, and matches the goal events that came in. */
  async catchUp(): Promise<void> {
    const { database, source } = this.parts;
    await source().project();
    let most = FIRST_PIECE;
    for (;;) {
      const matching = await database.transaction(async (manager) => {
        await takeTurn(manager);
        const found = await matchNewEvents(manager, most);
        await redeem(manager, found.redeemed);
        return found;
      });
      if (matching.last) break;
      most = matching.events < EVENTS_AT_ONCE ? 4 * most : Math.max(1, Math.floor(most / 4));
    }
  }

  /** @returns whether there may be more */
  async #endSome(now: number): Promise<boolean> {
    return await this.parts.database.transaction(async (manager) => {
      await takeTurn(manager);
      const ids = await findEnded(manager, now, ENDED_AT_ONCE);
      if (ids.length === 0) return false;
      const { redeemed } = await matchEventsOf(manager, ids);
      await redeem(manager, redeemed);
      await end(manager, ids);
      return ids.length === ENDED_AT_ONCE;
    });
  }

  /** What a clock that was ahead has ended before its time. */
  async #reopenSome(now: number): Promise<void> {
    await this.parts.database.transaction(async (manager) => {
      await takeTurn(manager);
      await reopen(manager, now);
    });
  }

  async #readReport(reported: ReportedOutcome): Promise<OutcomeReport> {
    const at = reported.at === undefined ? Date.now() : Date.parse(reported.at);
    if (reported.decisionId === undefined) {
      const { userId = '', strategy = '' } = reported;
      knownStrategy(this.parts.releases.get(), strategy);
      return { reported, userId, strategy, at };
    }
    const { userId, strategy } = await this.parts.source().find(reported.decisionId);
    return { reported, userId, strategy: strategy ?? '', at };
  }
}
