import { setTimeout as delay } from 'node:timers/promises';
import { type AnswerOf } from '#client';

type Contacts = AnswerOf<'/v1/rolling-campaigns/{id}/contacts', 'get'>;
type Rolling = AnswerOf<'/v1/rolling-campaigns/{id}', 'get'>;

/** A turn as its list tells it. */
interface ReadTurn {
  readonly people: number;
  /** From the first decision to the last. */
  readonly seconds: number;
}

/** Fetches the list of a rolling campaign again and again, as whoever sends the messages would. */
export class ListReader {
  readonly #delays: number[] = [];
  readonly #turns = new Map<string, { people: number; first: number; last: number }>();
  #after = 0;

  constructor(
    private readonly url: string,
    private readonly campaign: string,
  ) {}

  /** Seconds from each contact's moment until it was read. */
  get delays(): readonly number[] {
    return this.#delays;
  }

  /** Resolves when the first turn was taken: events count from then on. */
  async begun(): Promise<void> {
    while ((await this.#ask<Rolling>('')).lastTurn === null) await delay(200);
  }

  /** Reads every half second until it is stopped. */
  open(): { stop(): Promise<void> } {
    const stop = new AbortController();
    const reading = this.#readUntil(stop.signal);
    // It is awaited at the end; where the measurement fails before, that is what is told.
    reading.catch(() => undefined);
    return {
      stop: () => {
        stop.abort();
        return reading;
      },
    };
  }

  /** Moments that are known and were not looked at yet. */
  async waiting(): Promise<number> {
    const { overdue, later } = (await this.#ask<Rolling>('')).moments;
    return overdue + later;
  }

  quantiles(): { readonly p50: number; readonly p99: number; readonly max: number } {
    const sorted = this.#delays.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
    return { p50: at(0.5), p99: at(0.99), max: at(1) };
  }

  turns(): readonly ReadTurn[] {
    return [...this.#turns.values()].map(({ people, first, last }) => ({ people, seconds: (last - first) / 1_000 }));
  }

  async #readUntil(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#read();
      await delay(500);
    }
    await this.#read();
  }

  async #read(): Promise<void> {
    for (;;) {
      const { contacts } = await this.#ask<Contacts>(`/contacts?after=${String(this.#after)}&limit=1000`);
      const now = Date.now();
      for (const { place, turn, due, at } of contacts) {
        this.#after = place;
        this.#delays.push((now - Date.parse(due)) / 1_000);
        const known = this.#turns.get(turn) ?? { people: 0, first: Date.parse(at), last: 0 };
        this.#turns.set(turn, { ...known, people: known.people + 1, last: Date.parse(at) });
      }
      if (contacts.length < 1_000) return;
    }
  }

  async #ask<T>(path: string): Promise<T> {
    const response = await fetch(`${this.url}/v1/rolling-campaigns/${this.campaign}${path}`);
    if (!response.ok) throw new Error(`${String(response.status)}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
