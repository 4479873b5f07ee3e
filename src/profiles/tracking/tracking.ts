import { Inject, Injectable } from '@nestjs/common';
import { counter } from '#strata/platform/telemetry';
import { parseRequest, type ProblemDocument, problemOf } from '#strata/platform/http';
import { StrataError } from '#sdk';
import { type Call, DATA_QUALITY, type DataQuality, type Rejection, type Tally } from '../calls/index.js';
import { ProfileStore } from '../people/index.js';
import { batchSchema, isNobodysId, type MessageType } from './message.schema.js';
import { type Received, toCall, typeOf } from './to-call.js';

/** What became of a batch. Rejected messages were not kept, for the reason that is told; the others were. */
export interface BatchAnswer {
  readonly success: true;
  readonly accepted: number;
  readonly duplicates: number;
  /** Messages about an erased person. */
  readonly refused: number;
  readonly rejected: readonly { readonly index: number; readonly problem: ProblemDocument }[];
}

/** Bytes of a message and of a batch, as in Segment's API. */
const LARGEST_MESSAGE = 32 * 1024;
const LARGEST_BATCH = 500 * 1024;
/** Messages of a batch. */
const MOST_MESSAGES = 2_500;
/** Messages that are read before the process turns to others. */
const READ_AT_ONCE = 100;

const messages = counter('strata_tracking_messages_total', 'Messages of the tracking API by what became of them.', [
  'result',
]);

/** Segment's HTTP tracking API over the profile store. */
@Injectable()
export class Tracking {
  /** @param quality told about the events that come in */
  constructor(
    @Inject(ProfileStore) private readonly store: ProfileStore,
    @Inject(DATA_QUALITY) private readonly quality: DataQuality | null,
  ) {}

  /** Keeps one message. @throws StrataError INVALID_REQUEST, BODY_TOO_LARGE, UNAVAILABLE */
  async one(type: MessageType, body: unknown): Promise<Tally> {
    return this.#keep([this.#read(body, { at: Date.now(), sent: undefined }, () => type)]);
  }

  /** Keeps what is right of a batch. @throws StrataError INVALID_REQUEST, BODY_TOO_LARGE, UNAVAILABLE */
  async batch(body: unknown): Promise<BatchAnswer> {
    const { batch, sentAt } = parseRequest(batchSchema, body);
    if (batch.length > MOST_MESSAGES) {
      throw new StrataError('BODY_TOO_LARGE', `A batch has at most ${String(MOST_MESSAGES)} messages.`);
    }
    if (sizeOf(batch) > LARGEST_BATCH) throw new StrataError('BODY_TOO_LARGE', 'A batch has at most 500 KB.');
    const received = { at: Date.now(), sent: sentAt };
    const calls: Call[] = [];
    const rejected: { index: number; problem: ProblemDocument }[] = [];
    for (const [index, message] of batch.entries()) {
      if (index > 0 && index % READ_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
      try {
        calls.push(this.#read(message, received, typeOf));
      } catch (error) {
        rejected.push({ index, problem: problemOf(error) });
      }
    }
    const { accepted, duplicates, refused } = await this.#keep(calls);
    return { success: true, accepted, duplicates, refused, rejected };
  }

  /** Reads a message, and counts it where it cannot be understood. */
  #read(body: unknown, received: Received, type: (body: unknown) => MessageType): Call {
    try {
      const known = type(body);
      if (sizeOf(body) > LARGEST_MESSAGE) throw new StrataError('BODY_TOO_LARGE', 'A message has at most 32 KB.');
      if (namesNobody(body)) this.quality?.onNobody(eventOf(body));
      return toCall(known, body, received);
    } catch (error) {
      messages.inc({ result: 'rejected' });
      this.quality?.onRejected(eventOf(body), rejectionOf(error), 1);
      throw error;
    }
  }

  async #keep(calls: readonly Call[]): Promise<Tally> {
    const tally = await this.store.ingest(calls);
    messages.inc({ result: 'accepted' }, tally.accepted);
    messages.inc({ result: 'duplicate' }, tally.duplicates);
    messages.inc({ result: 'refused' }, tally.refused);
    this.#countQuality(calls, tally);
    return tally;
  }

  #countQuality(calls: readonly Call[], { duplicatesByEvent }: Tally): void {
    if (this.quality === null) return;
    const receivedAt = Date.now();
    for (const call of calls) {
      if (call.kind !== 'track') continue;
      this.quality.onReceived({ name: call.name, properties: call.properties, at: call.at, receivedAt });
    }
    for (const [name, count] of duplicatesByEvent) this.quality.onDuplicates(name, count);
  }
}

/** What of a message could not be understood. */
function rejectionOf(error: unknown): Rejection {
  const { code, problems = [] } = problemOf(error);
  if (code === 'BODY_TOO_LARGE') return 'size';
  const path = problems[0]?.pointer?.split('/').slice(1) ?? [];
  if (path.includes('consent')) return 'consent';
  return REJECTED_BY[path[0] ?? ''] ?? 'other';
}

const REJECTED_BY: Readonly<Partial<Record<string, Rejection>>> = {
  type: 'type',
  userId: 'userId',
  anonymousId: 'userId',
  previousId: 'userId',
  groupId: 'userId',
  event: 'event',
  name: 'event',
  category: 'event',
  timestamp: 'timestamp',
  originalTimestamp: 'timestamp',
  sentAt: 'timestamp',
  messageId: 'messageId',
  properties: 'properties',
  traits: 'traits',
  context: 'traits',
};

const IDS = ['userId', 'anonymousId', 'previousId'] as const;

/** True where one of the ids of a message is one that names nobody. What is empty says nothing, and is no mistake. */
function namesNobody(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const ids = message as Readonly<Record<string, unknown>>;
  return IDS.some((name) => !isEmpty(ids[name]) && isNobodysId(ids[name]));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** The name of the event that a message of whatever form is about, or null. */
function eventOf(message: unknown): string | null {
  const event = typeof message === 'object' && message !== null && 'event' in message ? message.event : null;
  return typeof event === 'string' ? event : null;
}

/** Bytes as JSON. */
function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value ?? null));
}
