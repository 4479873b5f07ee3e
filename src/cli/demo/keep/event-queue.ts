import { type ShopEvent } from '#strata/simulator/files';

/** What will happen, until it has. */
export class EventQueue {
  #waiting: ShopEvent[];

  constructor(events: readonly ShopEvent[]) {
    this.#waiting = [...events];
  }

  add(event: ShopEvent): void {
    this.#waiting.push(event);
  }

  /** Takes out what has happened before a moment (milliseconds since 1970), in its order. */
  until(moment: number): readonly ShopEvent[] {
    const happened = this.#waiting.filter(({ at }) => at < moment).sort((a, b) => a.at - b.at);
    this.#waiting = this.#waiting.filter(({ at }) => at >= moment);
    return happened;
  }
}
