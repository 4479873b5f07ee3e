import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '#sdk';
import { uuidv7 } from '#strata/kernel';

const EVERY_MS = 100;
/** A cart counts an hour after its update, so that these events make moments of the next half minute. */
const AGO_MS = 3_600_000;
const SOON_MS = 30_000;

/** Updates of carts by people drawn at random, at a rate that does not wait for answers. */
export class CartEvents {
  readonly #random = seededRandom(17);
  #sent = 0;
  #refused = 0;

  constructor(
    private readonly url: string,
    private readonly load: { readonly people: number; readonly rate: number },
  ) {}

  /** Events that were accepted. */
  get sent(): number {
    return this.#sent;
  }

  get refused(): number {
    return this.#refused;
  }

  /** Sends for so many milliseconds, and waits for all answers. */
  async send(milliseconds: number): Promise<void> {
    const started = performance.now();
    const posts: Promise<void>[] = [];
    for (let posted = 0; posted * EVERY_MS < milliseconds; posted++) {
      await delay(Math.max(0, started + posted * EVERY_MS - performance.now()));
      posts.push(this.#post(Math.round((this.load.rate * EVERY_MS) / 1_000)));
    }
    await Promise.all(posts);
  }

  async #post(many: number): Promise<void> {
    const batch = Array.from({ length: many }, () => this.#event());
    const response = await fetch(`${this.url}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ batch }),
    }).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok === true) this.#sent += many;
    else this.#refused += many;
  }

  #event(): object {
    const at = Date.now() - AGO_MS + this.#random.integer(SOON_MS);
    const userId = `user-${String(1 + this.#random.integer(this.load.people))}`;
    const said = { messageId: uuidv7(), timestamp: new Date(at).toISOString(), properties: { amount: 60 } };
    return { type: 'track', event: 'cart_updated', userId, ...said };
  }
}
