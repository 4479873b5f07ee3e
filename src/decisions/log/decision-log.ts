import { Inject, Injectable } from '@nestjs/common';
import { type Availability, type Decision, type PricedLimits } from '#strata/engine';
import { type Choice } from '#strata/engine/decide';
import { type CompiledRelease } from '#strata/engine/plan';
import { DATABASE, type Database, sqlState } from '#strata/platform/database';
import { findDecision, findDecisionsOfUser, type StoredDecision } from './rows/decision-table.js';
import { type Answer } from './rows/answer.js';
import { GroupCommit, type Settlement } from './settle/group-commit.js';
import { availabilityOf, previewDecision } from './settle/preview-decision.js';
import { findRepetitions, type Repetitions } from './rows/repetition-table.js';
import { settleAtOnce } from './settle/settle-at-once.js';
import { settleLocked } from './settle/settle-locked.js';
import { SpentOffers } from '#strata/ledger/counters';
import { ShadowPrices } from '#strata/ledger/prices';
import { type LogEntry } from './rows/stored-decision.js';

/** How often a group is tried that collides with another process. */
const TRIES = 8;

/**
 * The durable log of decisions. A decision is answered only after its row is committed, together with what it reserved,
 * whom it contacted and its idempotency key.
 */
@Injectable()
export class DecisionLog {
  readonly #group = new GroupCommit<LogEntry, Answer>((entries) => this.#flush(entries));
  readonly #spent = new SpentOffers();
  readonly #prices: ShadowPrices;
  #priced: PricedAvailability | null = null;

  constructor(@Inject(DATABASE) readonly database: Database) {
    this.#prices = new ShadowPrices(database);
  }

  /**
   * For the first try of a choice: what is known to be spent, and what the limits are worth where the strategies ask for it.
   *
   * @throws StrataError UNAVAILABLE
   */
  async availability(release: CompiledRelease, now: number): Promise<Availability> {
    const prices = await this.#prices.of(release, now);
    const spent = this.spent(release, now);
    if (prices.prices === undefined) return spent;
    // One object for many decisions: its text is made once.
    if (this.#priced?.spent !== spent || this.#priced.prices !== prices) {
      this.#priced = { spent, prices, both: Object.freeze({ ...spent, ...prices }) };
    }
    return this.#priced.both;
  }

  /** What is known to be spent. */
  spent(release: CompiledRelease, now: number): Availability {
    return this.#spent.availability(release.hash, now);
  }

  /**
   * Makes a decision durable and returns it, or the one that it repeats. Where its offer ran out meanwhile, it is decided
   * again without that offer.
   *
   * @throws StrataError IDEMPOTENCY_KEY_REUSED, UNAVAILABLE
   */
  append(entry: LogEntry): Promise<Answer> {
    return this.#group.add(entry);
  }

  /** The decision that would be made now; nothing is stored, reserved or counted. */
  preview(entry: LogEntry): Promise<Decision> {
    return this.database.run((manager) => previewDecision(manager, entry));
  }

  /** What is spent now of the strategies that came to an offer. */
  availabilityNow(choice: Choice): Promise<Availability> {
    return this.database.run((manager) => availabilityOf(manager, choice));
  }

  /** How often a decision was answered again; null where it never was. */
  repetitions(id: string): Promise<Repetitions | null> {
    return this.database.run((manager) => findRepetitions(manager, id));
  }

  /** The decision of an id, or null. */
  find(id: string): Promise<StoredDecision | null> {
    return this.database.run((manager) => findDecision(manager, id));
  }

  /** A user's decisions as JSON texts, the latest first; `before` is the id of the last one of the page before. */
  findOfUser(page: {
    readonly userId: string;
    readonly before: string | null;
    readonly limit: number;
  }): Promise<readonly { readonly id: string; readonly decision: string }[]> {
    return this.database.run((manager) => findDecisionsOfUser(manager, page));
  }

  /** Resolves when everything that was appended is durable. */
  drain(): Promise<void> {
    return this.#group.drain();
  }

  async #flush(entries: readonly LogEntry[]): Promise<readonly Settlement<Answer>[]> {
    try {
      return await this.#tryGroup(entries);
    } catch (error) {
      if (entries.length === 1 || !isStatementError(error)) throw error;
      // One row that the database refuses must not take the others with it.
      const settlements: Settlement<Answer>[] = [];
      for (const entry of entries) settlements.push(await this.#tryAlone(entry));
      return settlements;
    }
  }

  async #tryAlone(entry: LogEntry): Promise<Settlement<Answer>> {
    try {
      const [settlement] = await this.#tryGroup([entry]);
      return settlement ?? { status: 'deferred' };
    } catch (error) {
      return { status: 'failed', error };
    }
  }

  async #tryGroup(entries: readonly LogEntry[]): Promise<readonly Settlement<Answer>[]> {
    return (await this.#tryAtOnce(entries)) ?? (await this.#tryLocked(entries));
  }

  /** Null where a limit is near or another process was faster: then the group takes the careful way. */
  async #tryAtOnce(entries: readonly LogEntry[]): Promise<readonly Settlement<Answer>[] | null> {
    try {
      return await this.database.run((manager) => settleAtOnce(manager, entries));
    } catch (error) {
      if (isCollision(error)) return null;
      throw error;
    }
  }

  async #tryLocked(entries: readonly LogEntry[]): Promise<readonly Settlement<Answer>[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.database.transaction((manager) => settleLocked(manager, entries, this.#spent));
      } catch (error) {
        if (attempt === TRIES || !isCollision(error)) throw error;
      }
    }
  }
}

interface PricedAvailability {
  readonly spent: Availability;
  readonly prices: PricedLimits;
  readonly both: Availability;
}

/** Unique violation, serialization failure, deadlock: another process was faster, and the next try sees its rows. */
const COLLISIONS: readonly unknown[] = ['23505', '40001', '40P01'];

function isCollision(error: unknown): boolean {
  return COLLISIONS.includes(sqlState(error));
}

/** True where the database understood the request and refused it, so that the connection itself is fine. */
function isStatementError(error: unknown): boolean {
  const state = sqlState(error);
  return state !== undefined && /^(21|22|23|40|42|54)/.test(state);
}
