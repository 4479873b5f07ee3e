import { type ErrorCode, isStrataError } from '#sdk';
import { type PolicyAnswer, type PolicyAnswers } from '#strata/engine';
import { type Choice, chooseWith, type PolicyQuery, policyQueries } from '#strata/engine/decide';
import { type Database } from '#strata/platform/database';
import { type Logger } from '#strata/platform/telemetry';
import { type PluginHost } from '#strata/plugin-host';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { learnSome, type OpenPolicy, restoreTo } from './learn.js';
import { type PolicyArm, policyArm, policyArmsOf } from './policy-arm.js';
import { findState, findVersions } from './policy-table.js';

/** How often a process looks for what others learned. */
const LOOK_EVERY_MS = 2_000;
/** How often it looks for something to learn, … */
const LEARN_EVERY_MS = 10_000;
/** … unless looking takes long: it has so many times the time to itself. */
const LEARNING_SHARE = 20;
/** What could not be opened is tried again after so long. */
const REOPEN_AFTER_MS = 5_000;
/** The policy of an arm that is not published, as of a draft, is closed when nobody asked it for so long. */
const KEPT_MS = 60_000;

/** A policy that is open, or being opened. */
interface Opening {
  readonly arm: PolicyArm;
  readonly policy: Promise<OpenPolicy>;
  /** `performance.now()` when it was last wanted. */
  wantedAt: number;
}

interface PolicyParts {
  readonly database: Database;
  readonly releases: Pick<CurrentRelease, 'get'>;
  readonly host: PluginHost;
  readonly log: Logger;
}

/**
 * The policies of arms, each in a process of its own: they are asked by decisions, learn in batches from what the ledger settled,
 * and go on with what other processes learned some seconds later. There is one state an arm, in the database; which process
 * learns does not matter.
 */
export class PolicyDesk {
  readonly #opened = new Map<string, Opening>();
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #learnAt = 0;
  #closed = false;

  constructor(private readonly parts: PolicyParts) {}

  /** Follows what others learn, and learns, until `close`. */
  open(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#working = this.#work(Date.now()).catch((error: unknown) => {
        this.parts.log.warn({ err: error }, 'policies did not learn; they will the next time');
      });
      void this.#working.then(() => {
        this.open();
      });
    }, LOOK_EVERY_MS).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#working;
    await Promise.all([...this.#opened.values()].map(({ policy }) => closeOpened(policy)));
    this.#opened.clear();
  }

  /** The choice with what policies say, where it needs any. Never throws: failures are values, and the choice says so. */
  async complete(choice: Choice): Promise<Choice> {
    const queries = policyQueries(choice);
    if (queries.length === 0) return choice;
    const answers = queries.map(async (query) => [query.strategy, await this.ask(query)] as const);
    const policies: PolicyAnswers = Object.freeze(Object.fromEntries(await Promise.all(answers)));
    return chooseWith(choice, policies);
  }

  /** Lets every policy learn from everything that is settled at `now` (milliseconds since 1970, UTC). */
  async learn(now = Date.now()): Promise<void> {
    for (const arm of policyArmsOf(this.parts.releases.get())) {
      try {
        const open = await this.#policyOf(arm);
        while (!this.#closed && (await learnSome(this.parts.database, arm, open, now)));
      } catch (error) {
        // Its rewards are learned from another time; those of other arms are now.
        const code = isStrataError(error) ? error.code : 'INTERNAL';
        this.parts.log.warn({ strategy: arm.strategy, arm: arm.arm, code }, 'a policy did not learn');
      }
    }
  }

  /** What the policy of an arm says. Never throws: failures are values. */
  async ask({ strategy, arm, policy, offers, context }: PolicyQuery): Promise<PolicyAnswer> {
    try {
      const open = await this.#policyOf(policyArm(strategy, arm, policy));
      const said = await open.policy.choose({ offers, context });
      const probabilities = Object.fromEntries(offers.map((offer, place) => [offer, said[place] ?? 0]));
      return { status: 'answered', version: Math.max(0, open.version), probabilities };
    } catch (error) {
      const code: ErrorCode = isStrataError(error) ? error.code : 'INTERNAL';
      this.parts.log.warn({ strategy, arm, code }, 'a policy gave no answer');
      return { status: 'failed', code, message: isStrataError(error) ? '' : 'the policy could not be asked' };
    }
  }

  #policyOf(arm: PolicyArm): Promise<OpenPolicy> {
    let opening = this.#opened.get(arm.key);
    if (opening === undefined) {
      this.#opened.set(arm.key, (opening = { arm, policy: this.#openPolicy(arm), wantedAt: 0 }));
      opening.policy.catch(() => setTimeout(() => this.#opened.delete(arm.key), REOPEN_AFTER_MS).unref());
    }
    opening.wantedAt = performance.now();
    return opening.policy;
  }

  async #openPolicy(arm: PolicyArm): Promise<OpenPolicy> {
    const { policy: plugin, options = {}, reward = 'conversion' } = arm.policy;
    const { version, state } = await this.parts.database.run((manager) => findState(manager, arm));
    return { policy: await this.parts.host.openPolicy({ plugin, options, reward, state }), version };
  }

  async #work(now: number): Promise<void> {
    const arms = policyArmsOf(this.parts.releases.get());
    this.#closeOthers(arms);
    if (arms.length === 0) return;
    await this.#follow(arms);
    if (performance.now() < this.#learnAt) return;
    const began = performance.now();
    await this.learn(now);
    const took = performance.now() - began;
    this.#learnAt = performance.now() + Math.max(LEARN_EVERY_MS, LEARNING_SHARE * took);
  }

  /** Arms that a new release has no more, or has otherwise, and those of drafts. */
  #closeOthers(arms: readonly PolicyArm[]): void {
    const published = new Set(arms.map(({ key }) => key));
    for (const [key, { policy, wantedAt }] of this.#opened) {
      if (published.has(key) || performance.now() - wantedAt < KEPT_MS) continue;
      this.#opened.delete(key);
      void closeOpened(policy);
    }
  }

  async #follow(arms: readonly PolicyArm[]): Promise<void> {
    const { database } = this.parts;
    const versions = await database.run((manager) => findVersions(manager, arms));
    for (const { arm, policy } of this.#opened.values()) {
      const version = versions.get(arm.key);
      const open = await policy.catch(() => null);
      if (open === null || version === undefined || open.version === version) continue;
      await restoreTo(open, await database.run((manager) => findState(manager, arm)));
    }
  }
}

async function closeOpened(opened: Promise<OpenPolicy>): Promise<void> {
  const open = await opened.catch(() => null);
  await open?.policy.close();
}
