import { setTimeout as delay } from 'node:timers/promises';
import { type Database } from '#strata/platform/database';
import { type OutboundAnswer, type OutboundClient } from '#strata/platform/outbound';
import { isStrataError, StrataError } from '#sdk';
import { recordAttempt, takenBatches } from './batch-table.js';
import { signedHeaders } from './signature.js';

/** A part of a list, in one request. */
export interface DeliveryBatch {
  /** From 1. */
  readonly number: number;
  /** The same whenever it is asked. */
  readonly body: () => string;
}

/** A list on its way to a webhook. */
export interface WebhookDelivery {
  /** The same however often it is begun. */
  readonly id: string;
  readonly url: string;
  readonly keys: readonly Buffer[];
  /** How many batches there are. */
  readonly batches: number;
  /** All of them in their order. */
  read(): AsyncIterable<DeliveryBatch>;
}

export interface DeliveryParts {
  readonly database: Database;
  readonly client: OutboundClient;
  readonly signal: AbortSignal;
  /** @param taken how many batches were taken, before and now */
  readonly progress: (taken: number, note: string) => void;
  /** How long to rest after the first failure, in milliseconds; twice as long after each further one. 1 s unless told. */
  readonly firstRestMs?: number;
}

/** Requests under way at once. */
const AT_ONCE = 4;
/** Together about 20 minutes. */
const MOST_ATTEMPTS = 12;
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 300_000;

/**
 * Pushes every batch that was not taken yet. A batch has one `webhook-id` for ever, so that a receiver whose answer was lost
 * knows it again; one that was taken is never sent again.
 *
 * @throws StrataError CANCELLED, ADDRESS_REFUSED; DELIVERY_FAILED where the receiver refuses a batch or stays away:
 *   pushing again goes on from there
 */
export async function pushBatches(delivery: WebhookDelivery, parts: DeliveryParts): Promise<void> {
  const before = await parts.database.run((manager) => takenBatches(manager, delivery.id));
  const stop = new AbortController();
  const signal = AbortSignal.any([parts.signal, stop.signal]);
  const push = { delivery, parts, signal, taken: before.size };
  const batches = open(delivery.read(), before);
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    try {
      for await (const batch of shared(batches)) await pushOne(push, batch);
    } catch (error) {
      stop.abort();
      throw error;
    }
  });
  const ends = await Promise.allSettled(lanes);
  if (parts.signal.aborted) throw cancelled();
  const failed = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as Error] : []));
  const [first] = failed.toSorted((a, b) => Number(isCancelled(a)) - Number(isCancelled(b)));
  if (first !== undefined) throw first;
}

async function* open(batches: AsyncIterable<DeliveryBatch>, taken: ReadonlySet<number>): AsyncGenerator<DeliveryBatch> {
  for await (const batch of batches) if (!taken.has(batch.number)) yield batch;
}

/** What is left of a generator that several take from: leaving one loop does not end it for the others. */
async function* shared<T>(of: AsyncGenerator<T>): AsyncGenerator<T> {
  for (;;) {
    const next = await of.next();
    if (next.done === true) return;
    yield next.value;
  }
}

interface Push {
  readonly delivery: WebhookDelivery;
  readonly parts: DeliveryParts;
  readonly signal: AbortSignal;
  taken: number;
}

async function pushOne(push: Push, batch: DeliveryBatch): Promise<void> {
  const { delivery, parts, signal } = push;
  const body = batch.body();
  for (let attempt = 1; ; attempt++) {
    if (signal.aborted) throw cancelled();
    const came = await tryOnce(push, batch.number, body);
    const isTaken = came.kind === 'answer' && came.status >= 200 && came.status < 300;
    const words = came.kind === 'answer' ? String(came.status) : came.why;
    const tried = { delivery: delivery.id, number: batch.number, at: Date.now(), answer: words, isTaken };
    await parts.database.run((manager) => recordAttempt(manager, tried));
    if (isTaken) {
      push.taken += 1;
      parts.progress(push.taken, `${String(push.taken)} of ${String(delivery.batches)} batches taken`);
      return;
    }
    if (attempt === MOST_ATTEMPTS || !mayPass(came)) throw failed(batch.number, words, attempt);
    const rest = restAfter(attempt, came, parts.firstRestMs);
    const note = `batch ${String(batch.number)} came back with ${words}: again in ${String(Math.ceil(rest / 1_000))} s`;
    parts.progress(push.taken, note);
    await delay(rest, undefined, { signal }).catch(() => undefined);
  }
}

type Came = ({ readonly kind: 'answer' } & OutboundAnswer) | { readonly kind: 'nothing'; readonly why: string };

async function tryOnce({ delivery, parts, signal }: Push, number: number, body: string): Promise<Came> {
  const id = `msg_${delivery.id}_${String(number)}`;
  const headers = signedHeaders({ id, at: Date.now(), body }, delivery.keys);
  try {
    return { kind: 'answer', ...(await parts.client.post({ url: delivery.url, headers, body, signal })) };
  } catch (error) {
    if (isStrataError(error)) throw error;
    if (signal.aborted) throw cancelled();
    return { kind: 'nothing', why: error instanceof Error ? error.message.slice(0, 200) : String(error) };
  }
}

/** Whether another attempt may do better: nothing came back, or the receiver says so. */
function mayPass(came: Came): boolean {
  return came.kind === 'nothing' || came.status >= 500 || [408, 425, 429].includes(came.status);
}

function restAfter(attempt: number, came: Came, firstRestMs = FIRST_REST_MS): number {
  const rest = Math.min(firstRestMs * 2 ** (attempt - 1), LONGEST_REST_MS);
  return came.kind === 'answer' && came.retryAfterMs !== null ? Math.max(rest, came.retryAfterMs) : rest;
}

function failed(number: number, answer: string, attempts: number): StrataError {
  const times = attempts === 1 ? '' : ` ${String(attempts)} times`;
  const message = `The webhook did not take batch ${String(number)}: ${answer}${times}.`;
  return new StrataError('DELIVERY_FAILED', message, {
    problems: [{ message: `it answered ${answer}`, expected: 'an answer from 200 to 299' }],
  });
}

function cancelled(): StrataError {
  return new StrataError('CANCELLED', 'The delivery was stopped.');
}

function isCancelled(error: unknown): boolean {
  return isStrataError(error) && error.code === 'CANCELLED';
}
