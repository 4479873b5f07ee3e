import { type Database } from '#strata/platform/database';
import type { Properties, DataQuality, ReceivedEvent, Rejection } from '../calls/index.js';
import { addEvent, addSeen, issuesOf, LEARNED_FROM, nothingSeen, type SeenProperties } from './event-schema.js';
import { NOBODY, OTHERS, QualityCounts } from './quality-counts.js';
import { addCounts, addToSchemas, dayOf, readSchemas } from './quality-table.js';

/** How long counts wait in memory; as much is lost when the process is killed. */
const FLUSH_MS = 2000;
/** Clocks differ; an event this far ahead of ours comes from a wrong one. */
const FUTURE_MS = 60_000;
/** Names beyond these are counted together. */
const MOST_NAMES = 1000;

/** What is known about the events of one name. */
interface Known {
  /** All that was seen, here and elsewhere. */
  learned: SeenProperties;
  /** The part of it that is not stored yet. */
  fresh: SeenProperties | null;
}

/**
 * Counts what comes in by event name and day, and learns from the first thousand events of a name which properties it
 * has, of what kind, and which of them are always there. Counting costs memory only; every two seconds the sums are
 * written.
 */
export class CountedQuality implements DataQuality {
  readonly #known = new Map<string, Known>();
  readonly #counts = new QualityCounts();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly database: Database,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** @param onFailure told where sums could not be written; they are kept and written with the next ones */
  static async open(
    database: Database,
    onFailure: (error: unknown) => void = () => undefined,
  ): Promise<CountedQuality> {
    const quality = new CountedQuality(database, onFailure);
    quality.#adopt(await database.run(readSchemas));
    return quality;
  }

  onReceived({ name, properties, at, receivedAt }: ReceivedEvent): void {
    const counted = this.#nameOf(name);
    const day = dayOf(receivedAt);
    this.#counts.add(day, counted, 'received');
    if (at > receivedAt + FUTURE_MS) this.#counts.add(day, counted, 'futureTime');
    if (counted !== OTHERS) this.#compare(counted, properties, day);
    this.#flushSoon();
  }

  onDuplicates(name: string, count: number): void {
    this.#counts.add(dayOf(Date.now()), this.#nameOf(name), 'duplicates', { count });
    this.#flushSoon();
  }

  onRejected(name: string | null, reason: Rejection, count: number): void {
    // A name that nobody sent a good event of is most likely part of what is wrong.
    const counted = name !== null && this.#known.has(name) ? name : OTHERS;
    this.#counts.add(dayOf(Date.now()), counted, 'rejected', { property: reason, count });
    this.#flushSoon();
  }

  onWrongType(name: string, property: string): void {
    this.#counts.add(dayOf(Date.now()), this.#nameOf(name), 'wrongType', { property });
    this.#flushSoon();
  }

  onNobody(name: string | null): void {
    const counted = name !== null && this.#known.has(name) ? name : OTHERS;
    this.#counts.add(dayOf(Date.now()), counted, NOBODY);
    this.#flushSoon();
  }

  /** Writes what was counted. Where that fails, everything is kept for the next time. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushing = this.#flushing.then(() => this.#write()).catch(this.onFailure);
    return this.#flushing;
  }

  /** Writes what was counted; nothing more may come. */
  async close(): Promise<void> {
    await this.flush();
    clearTimeout(this.#timer);
  }

  #compare(name: string, properties: Properties, day: number): void {
    const known = this.#known.get(name) ?? { learned: nothingSeen(), fresh: null };
    this.#known.set(name, known);
    if (known.learned.events < LEARNED_FROM) {
      addEvent(known.learned, properties);
      addEvent((known.fresh ??= nothingSeen()), properties);
      return;
    }
    for (const { issue, property } of issuesOf(known.learned, properties)) {
      this.#counts.add(day, name, issue, { property });
    }
  }

  #nameOf(name: string): string {
    return this.#known.has(name) || this.#known.size < MOST_NAMES ? name : OTHERS;
  }

  #flushSoon(): void {
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  async #write(): Promise<void> {
    const counts = this.#counts.take();
    const fresh = this.#takeFresh();
    try {
      const schemas = await this.database.transaction(async (manager) => {
        await addToSchemas(manager, fresh, Date.now());
        await addCounts(manager, counts);
        return await readSchemas(manager);
      });
      this.#adopt(schemas);
    } catch (error) {
      this.#counts.putBack(counts);
      for (const [name, seen] of fresh) this.#keepFresh(name, seen);
      throw error;
    }
  }

  #takeFresh(): ReadonlyMap<string, SeenProperties> {
    const taken = new Map<string, SeenProperties>();
    for (const [name, known] of this.#known) {
      if (known.fresh !== null) taken.set(name, known.fresh);
      known.fresh = null;
    }
    return taken;
  }

  #keepFresh(name: string, seen: SeenProperties): void {
    const known = this.#known.get(name);
    if (known !== undefined) addSeen((known.fresh ??= nothingSeen()), seen);
  }

  /** Takes over what is stored, also what others learned or what is to be learned anew. */
  #adopt(stored: ReadonlyMap<string, SeenProperties>): void {
    // A copy: what is forgotten and seen anew comes last, and would be looked at for ever.
    for (const name of [...this.#known.keys()]) if (!stored.has(name)) this.#forget(name);
    for (const [name, learned] of stored) {
      const fresh = this.#known.get(name)?.fresh ?? null;
      if (fresh !== null) addSeen(learned, fresh);
      this.#known.set(name, { learned, fresh });
    }
  }

  #forget(name: string): void {
    const fresh = this.#known.get(name)?.fresh ?? null;
    this.#known.delete(name);
    if (fresh === null) return;
    const learned = nothingSeen();
    addSeen(learned, fresh);
    this.#known.set(name, { learned, fresh });
  }
}
