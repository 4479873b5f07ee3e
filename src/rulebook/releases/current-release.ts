import { type CompiledRelease, compilingRelease } from '#strata/engine/plan';
import { type Logger } from '#strata/platform/telemetry';
import { type PublishedRelease, type ReleaseStore, unpublished } from './release-store.js';
import { inTurns } from '#strata/platform/process';

/** How often a running server looks for a newly published release. */
const POLL_MS = 1_000;
/** Releases that stay compiled for replays and explanations. */
const KEPT = 16;

/** The release that decides now, compiled once, and earlier ones on request. */
export class CurrentRelease {
  readonly #compiled = new Map<string, CompiledRelease>();
  #current: CompiledRelease | null = null;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: ReleaseStore,
    private readonly log: Logger,
  ) {}

  /** Loads the current release and follows later ones until `close`. */
  async open(): Promise<void> {
    await this.#refresh();
    this.#schedule();
  }

  /**
   * The release for a decision; a decision uses this one to its end.
   *
   * @throws StrataError UNAVAILABLE where nothing was published yet
   */
  get(): CompiledRelease {
    if (this.#current === null) throw unpublished();
    return this.#current;
  }

  /** The same; null where nothing was published yet. */
  find(): CompiledRelease | null {
    return this.#current;
  }

  /** Any release of the history. @throws StrataError NOT_FOUND */
  async byHash(hash: string): Promise<CompiledRelease> {
    const known = this.#compiled.get(hash);
    if (known !== undefined) return known;
    const { documents } = await this.store.get(hash);
    return this.#keep(await inTurns(compilingRelease(documents, hash)));
  }

  /** A release of the history with who published it. @throws StrataError NOT_FOUND */
  published(hash: string): Promise<PublishedRelease> {
    return this.store.get(hash);
  }

  /** Stops following. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#polling;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#polling = this.#poll();
    }, POLL_MS).unref();
  }

  async #poll(): Promise<void> {
    try {
      await this.#refresh();
    } catch (error) {
      this.log.warn({ err: error }, 'the current release could not be read; the last known one decides on');
    }
    this.#schedule();
  }

  async #refresh(): Promise<void> {
    const hash = await this.store.currentHash();
    if (hash === null || hash === this.#current?.hash) return;
    this.#current = await this.byHash(hash);
    this.log.info({ release: hash }, 'release in use');
  }

  #keep(release: CompiledRelease): CompiledRelease {
    this.#compiled.set(release.hash, release);
    const oldest = [...this.#compiled.keys()].find((hash) => hash !== this.#current?.hash);
    if (this.#compiled.size > KEPT && oldest !== undefined) this.#compiled.delete(oldest);
    return release;
  }
}
