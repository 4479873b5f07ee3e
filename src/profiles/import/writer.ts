import type { Call, Tally, DataQuality } from '../calls/index.js';
import { type ProfileStore } from '../people/index.js';
import { type ImportKind } from './fields.js';

/** Calls that are stored together. */
const BATCH: Readonly<Record<ImportKind, number>> = { events: 20_000, profiles: 1000 };

/** Where calls go. */
export interface Destination {
  readonly kind: ImportKind;
  readonly store: ProfileStore;
  /** Told about the events. */
  readonly quality?: DataQuality;
  /** Batches that are stored at once. */
  readonly lanes: number;
}

/** Stores calls in batches, some of them at once. */
export class Writer {
  readonly tally = { accepted: 0, duplicates: 0, refused: 0 };
  #waiting: Call[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | null = null;

  constructor(private readonly destination: Destination) {}

  /** Takes calls; waits while as many batches are under way as may be. Throws what storing an earlier one threw. */
  async add(calls: readonly Call[]): Promise<void> {
    for (const call of calls) this.#waiting.push(call);
    while (this.#waiting.length >= BATCH[this.destination.kind]) {
      await this.#start(this.#waiting.splice(0, BATCH[this.destination.kind]));
    }
  }

  /** Stores the rest. Throws what storing threw. */
  async end(): Promise<void> {
    await this.#start(this.#waiting.splice(0));
    await this.settled();
    this.#throwFailure();
  }

  /** Until nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #start(calls: readonly Call[]): Promise<void> {
    while (this.#underWay.size >= this.destination.lanes) await Promise.race(this.#underWay);
    this.#throwFailure();
    if (calls.length === 0) return;
    const storing = this.#store(calls)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#underWay.delete(storing));
    this.#underWay.add(storing);
  }

  async #store(calls: readonly Call[]): Promise<void> {
    const tally = await this.destination.store.ingest(calls);
    this.tally.accepted += tally.accepted;
    this.tally.duplicates += tally.duplicates;
    this.tally.refused += tally.refused;
    this.#countQuality(calls, tally);
  }

  #countQuality(calls: readonly Call[], { duplicatesByEvent }: Tally): void {
    const { quality } = this.destination;
    if (quality === undefined) return;
    const receivedAt = Date.now();
    for (const call of calls) {
      if (call.kind === 'track') {
        quality.onReceived({ name: call.name, properties: call.properties, at: call.at, receivedAt });
      }
    }
    for (const [name, count] of duplicatesByEvent) quality.onDuplicates(name, count);
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }
}
