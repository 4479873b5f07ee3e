import { setImmediate, setTimeout } from 'node:timers/promises';
import { hashShare, uuidv7 } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { counter, type Logger } from '#strata/platform/telemetry';
import { type CandidateParts, loadCandidate, type LoadedCandidate } from './candidate.js';
import {
  dropBacklog,
  forgetBefore,
  keepCompared,
  type PendingDecision,
  pendingDecisions,
  readDecisions,
  renumber,
} from './journal.js';
import { type Shadow } from './report/shadow.js';
import { anyRuns, leaveShadows, noteProblem, takeShadows } from './shadow-table.js';

/** How a runner works. */
export interface RunnerOptions {
  /** More decisions than this that wait are left out. */
  readonly mostPending: number;
  /** For each millisecond of work so many without: decisions come first. */
  readonly rest: number;
  /** Comparisons of older decisions are forgotten. */
  readonly keepMs: number;
  readonly lookEveryMs: number;
}

const DEFAULTS: RunnerOptions = { mostPending: 20_000, rest: 4, keepMs: 90 * 86_400_000, lookEveryMs: 1000 };
/** Decisions whose ids are read at once, and whose inputs are. */
const PAGE = 400;
const SLICE = 32;
/** A worker that says nothing for so long has lost its shadows. */
const LEASE_MS = 30_000;
/** A candidate that failed rests: loading it may take a process. */
const RESTS_MS = 30_000;
const TIDY_EVERY_MS = 3_600_000;

const done = counter('strata_shadow_decisions_total', 'Decisions that shadows looked at, by what became of them.', [
  'what',
]);

/**
 * Compares decisions with what candidates would have decided, after they were answered: it reads the log, so that a request
 * does nothing more than it does without. It works a part of the time, in slices, and drops what it can't keep up with. A
 * fault of a candidate is noted beside it and changes nothing else.
 */
export class ShadowRunner {
  readonly #worker = uuidv7();
  readonly #options: RunnerOptions;
  readonly #loaded = new Map<string, LoadedCandidate>();
  readonly #failedAt = new Map<string, number>();
  readonly #ending = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #tidiedAt = -Infinity;

  constructor(
    private readonly parts: CandidateParts & { readonly database: Database; readonly log: Logger },
    options: Partial<RunnerOptions> = {},
  ) {
    this.#options = { ...DEFAULTS, ...options };
  }

  /** Works until it is closed. */
  open(): void {
    this.#running = this.#run();
  }

  /** Ends after the slice that is under way. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#running;
    await Promise.all([...this.#loaded.values()].map((candidate) => candidate.close().catch(() => undefined)));
    this.#loaded.clear();
    await this.parts.database.run((manager) => leaveShadows(manager, this.#worker)).catch(() => undefined);
  }

  /** Looks once at everything that is pending. */
  async look(): Promise<void> {
    const { database } = this.parts;
    const runs = await database.run(anyRuns);
    const now = Date.now();
    const shadows = runs
      ? await database.run((manager) => takeShadows(manager, { worker: this.#worker, now, until: now + LEASE_MS }))
      : [];
    await this.#forget(shadows);
    if (shadows.length > 0) await database.run(renumber);
    for (const shadow of shadows) await this.#follow(shadow);
    if (now - this.#tidiedAt < TIDY_EVERY_MS) return;
    this.#tidiedAt = now;
    await database.run((manager) => forgetBefore(manager, now - this.#options.keepMs));
  }

  async #run(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      await this.look().catch((error: unknown) => {
        this.parts.log.warn({ err: error }, 'shadows could not be looked at; it is tried again');
      });
      await this.#pause(this.#options.lookEveryMs);
    }
  }

  /** A candidate whose shadow has ended is closed. */
  async #forget(running: readonly Shadow[]): Promise<void> {
    for (const [id, candidate] of this.#loaded) {
      if (running.some((shadow) => shadow.id === id)) continue;
      this.#loaded.delete(id);
      await candidate.close();
    }
  }

  async #follow(shadow: Shadow): Promise<void> {
    const { database, log } = this.parts;
    if (performance.now() - (this.#failedAt.get(shadow.id) ?? -Infinity) < RESTS_MS) return;
    try {
      await this.#catchUp(shadow);
      if (this.#failedAt.delete(shadow.id)) await database.run((manager) => noteProblem(manager, shadow.id, null));
    } catch (error) {
      this.#failedAt.set(shadow.id, performance.now());
      const problem = error instanceof Error ? error.message : String(error);
      log.warn({ err: error, shadow: shadow.id }, 'a shadow could not be followed; decisions go on as they are');
      await database.run((manager) => noteProblem(manager, shadow.id, problem));
      await this.#drop(shadow);
    }
  }

  /** One page a look, so that each shadow has its turn and keeps its lease. */
  async #catchUp(shadow: Shadow): Promise<void> {
    const { database } = this.parts;
    const pending = await database.run((manager) => pendingDecisions(manager, shadow.id, PAGE));
    if (pending.length === 0) return;
    if (pending.length === PAGE && (await this.#drop(shadow)) > 0) return;
    const candidate = await this.#candidateOf(shadow);
    for (let start = 0; start < pending.length && !this.#ending.signal.aborted; start += SLICE) {
      const began = performance.now();
      await this.#compareSlice(shadow, candidate, pending.slice(start, start + SLICE));
      await this.#pause(this.#options.rest * (performance.now() - began));
    }
  }

  async #drop({ id }: Shadow): Promise<number> {
    const dropped = await this.parts.database.run((manager) => dropBacklog(manager, id, this.#options.mostPending));
    done.inc({ what: 'dropped' }, dropped);
    return dropped;
  }

  async #candidateOf(shadow: Shadow): Promise<LoadedCandidate> {
    const known = this.#loaded.get(shadow.id);
    if (known !== undefined) return known;
    const candidate = await loadCandidate(shadow, this.parts);
    this.#loaded.set(shadow.id, candidate);
    return candidate;
  }

  async #compareSlice(
    { id, share }: Shadow,
    candidate: LoadedCandidate,
    slice: readonly PendingDecision[],
  ): Promise<void> {
    const { database, log } = this.parts;
    const drawn = slice.filter(({ userId }) => hashShare(`shadow:${id}:${userId}`) < share).map((one) => one.id);
    const stored = drawn.length === 0 ? [] : await database.run((manager) => readDecisions(manager, drawn));
    // All at once, so that what is asked about people, and of models, goes out together.
    const found = await Promise.allSettled(stored.map((one) => candidate.compare(one)));
    const compared = found.flatMap((one) => (one.status === 'fulfilled' && one.value !== null ? [one.value] : []));
    const failures = found.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    for (const error of failures) log.debug({ err: error, shadow: id }, 'a shadow could not decide');
    // Requests come in between.
    await setImmediate();
    const last = slice.at(-1);
    if (last === undefined) return;
    const failed = failures.length;
    const kept = { shadow: id, worker: this.#worker, last, seen: slice.length, failed, compared };
    await database.run((manager) => keepCompared(manager, kept));
    done.inc({ what: 'compared' }, compared.length);
    done.inc({ what: 'failed' }, failed);
  }

  async #pause(milliseconds: number): Promise<void> {
    await setTimeout(milliseconds, undefined, { signal: this.#ending.signal, ref: false }).catch(() => undefined);
  }
}
