import { type Switch, SWITCHES, type SwitchedOff, type SwitchedOffStrategies } from '#strata/engine';
import { knownStrategy } from '#strata/engine/plan';
import { type AttentionEntry, type AttentionSource } from '#strata/platform/attention';
import { type Database } from '#strata/platform/database';
import { type Logger } from '#strata/platform/telemetry';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { findSwitches, switchOff, switchOn, type SwitchRow } from './switch-table.js';

/** How often a process looks for what others switched. */
const POLL_MS = 1_000;

interface SwitchParts {
  readonly database: Database;
  readonly releases: Pick<CurrentRelease, 'get'>;
  readonly log: Logger;
}

/** Who switches, and why. */
export interface SwitchRequest {
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
}

/** A strategy after somebody switched something. */
export interface SwitchState {
  readonly strategy: string;
  /** False where it was so already. */
  readonly changed: boolean;
  readonly switchedOff: readonly (SwitchedOff & { readonly switch: Switch })[];
}

/**
 * What is switched off of strategies, for decisions without a query: every process looks once a second, and one that switches
 * something at once.
 */
export class StrategySwitches implements AttentionSource {
  #known: SwitchedOffStrategies | undefined;
  #text = '';
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(private readonly parts: SwitchParts) {}

  /** Reads what is switched off and follows it until `close`. */
  async open(): Promise<void> {
    await this.refresh();
    this.#schedule();
  }

  /** Stops following. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#polling;
  }

  /** What is switched off among these strategies, or among all; undefined where nothing is. Frozen. */
  among(strategies: readonly string[] | null): SwitchedOffStrategies | undefined {
    const known = this.#known;
    if (known === undefined || strategies === null) return known;
    const asked = Object.entries(known).filter(([strategy]) => strategies.includes(strategy));
    return asked.length === 0 ? undefined : Object.freeze(Object.fromEntries(asked));
  }

  /** Everything that is switched off now, by strategy. */
  async all(): Promise<readonly Omit<SwitchState, 'changed'>[]> {
    const rows = await this.parts.database.run((manager) => findSwitches(manager));
    const strategies = [...new Set(rows.filter(({ off }) => off).map(({ strategy }) => strategy))];
    return strategies.map((strategy) => {
      return { strategy, switchedOff: offOf(rows.filter((row) => row.strategy === strategy)) };
    });
  }

  /** Strategies of which something is switched off: urgent where no person did it. */
  async attention(): Promise<readonly AttentionEntry[]> {
    const { documents } = this.parts.releases.get();
    return (await this.all()).flatMap(({ strategy, switchedOff }) => {
      const title = documents.strategies.find(({ id }) => id === strategy)?.title;
      // What is not published any more makes no offers whatever its switches say.
      if (title === undefined) return [];
      return switchedOff.map(({ by, reason, since, switch: which }): AttentionEntry => {
        const urgency = by.startsWith('the guardrail') ? 'now' : 'later';
        const words = `${by}: ${reason}`;
        const when = new Date(since).toISOString();
        const figures = { [which]: 1 };
        return { kind: 'switchedOff', urgency, subject: `strategy:${strategy}`, title, since: when, words, figures };
      });
    });
  }

  /** Who stopped a strategy; null where it is not stopped. */
  stopOf(strategy: string): SwitchedOff | null {
    return this.among([strategy])?.[strategy]?.stop ?? null;
  }

  /** @throws StrataError UNKNOWN_STRATEGY */
  async off(strategy: string, which: Switch, { by, reason, now }: SwitchRequest): Promise<SwitchState> {
    knownStrategy(this.parts.releases.get(), strategy);
    const switching = { strategy, switch: which, by, reason, now };
    const changed = await this.parts.database.transaction((manager) => switchOff(manager, switching));
    return await this.#state(strategy, changed);
  }

  /**
   * Switches on again what is off: one switch, or all.
   *
   * @throws StrataError UNKNOWN_STRATEGY, where nothing of a strategy of this id was ever switched off
   */
  async on(strategy: string, which: Switch | null, { by, reason, now }: SwitchRequest): Promise<SwitchState> {
    const rows = await this.#rowsOf(strategy);
    if (rows.length === 0) knownStrategy(this.parts.releases.get(), strategy);
    const changed = await this.parts.database.transaction(async (manager) => {
      let some = false;
      for (const each of which === null ? SWITCHES : [which]) {
        if (await switchOn(manager, { strategy, switch: each, by, reason, now })) some = true;
      }
      return some;
    });
    return await this.#state(strategy, changed);
  }

  async #state(strategy: string, changed: boolean): Promise<SwitchState> {
    await this.refresh();
    return { strategy, changed, switchedOff: offOf(await this.#rowsOf(strategy)) };
  }

  #rowsOf(strategy: string): Promise<readonly SwitchRow[]> {
    return this.parts.database.run((manager) => findSwitches(manager, strategy));
  }

  #schedule(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#polling = this.#poll();
    }, POLL_MS).unref();
  }

  async #poll(): Promise<void> {
    try {
      await this.refresh();
    } catch (error) {
      this.parts.log.warn({ err: error }, 'what is switched off could not be read; what was known last holds');
    }
    this.#schedule();
  }

  /** Looks at once, after something was switched in this process. */
  async refresh(): Promise<void> {
    const rows = (await this.parts.database.run((manager) => findSwitches(manager))).filter(({ off }) => off);
    const text = JSON.stringify(rows);
    if (text === this.#text) return;
    this.#text = text;
    this.#known = rows.length === 0 ? undefined : byStrategy(rows);
    this.parts.log.info({ switchedOff: rows }, 'what is switched off has changed');
  }
}

function offOf(rows: readonly SwitchRow[]): SwitchState['switchedOff'] {
  return rows.flatMap(({ off, switch: which, by, reason, since }) =>
    off ? [{ switch: which, by, reason, since }] : [],
  );
}

function byStrategy(rows: readonly SwitchRow[]): SwitchedOffStrategies {
  const found: Record<string, Partial<Record<Switch, SwitchedOff>>> = {};
  for (const { strategy, switch: which, by, reason, since } of rows) {
    found[strategy] = { ...found[strategy], [which]: Object.freeze({ by, reason, since }) };
  }
  for (const switches of Object.values(found)) Object.freeze(switches);
  return Object.freeze(found);
}
