import { type Server } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { textDigest } from '#strata/kernel';
import { type EndpointDescription } from './openapi/endpoint.js';

/** What is followed by server-sent events. */
export interface Followed<T> {
  /** Its state now. @throws StrataError NOT_FOUND */
  readonly find: () => Promise<T>;
  /** True where nothing will change any more unless somebody does something. */
  readonly isOver: (state: T) => boolean;
}

/** Who follows, until the connection or the server is closed. */
interface Follower {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** By server: aborted when it begins to close. */
const closings = new WeakMap<Server, AbortSignal>();

/** Ends what is followed when the server closes, so that its connections do not hold up the closing. */
export function endFollowed(fastify: FastifyInstance): void {
  const closing = new AbortController();
  closings.set(fastify.server, closing.signal);
  fastify.addHook('preClose', (done) => {
    closing.abort();
    done();
  });
}

/** What a route of {@link sendStates} says of itself. */
export const FOLLOWED = {
  answer: { mediaType: 'text/event-stream' },
  headers: {
    'Last-Event-ID': {
      schema: z.string(),
      description: 'Of the latest event that was seen: only what comes next is told.',
    },
  },
  others: { 204: { description: 'Nothing comes after the latest event that was seen.' } },
} as const satisfies Partial<EndpointDescription>;

/** How often it is looked. */
const LOOK_MS = 400;

/**
 * Answers with the state as it is, then after every change, until it is over. An event is known by what it says: whoever comes
 * back with the `Last-Event-ID` of the latest one is told what comes next, and with 204, which ends the coming back of
 * an `EventSource`, where nothing will.
 */
export async function sendStates<T>(followed: Followed<T>, { request, reply }: Follower): Promise<void> {
  const now = await followed.find();
  const seen = request.headers['last-event-id'];
  if (followed.isOver(now) && seen === eventOf(now).id) {
    await reply.code(204).send();
    return;
  }
  const connection = new AbortController();
  const signals = [connection.signal, closings.get(request.server.server) ?? []].flat();
  const stream = Readable.from(eventsOf(followed, seen, AbortSignal.any(signals)));
  stream.once('close', () => {
    connection.abort();
  });
  await reply.header('cache-control', 'no-store').type('text/event-stream').send(stream);
}

async function* eventsOf<T>(
  { find, isOver }: Followed<T>,
  seen: string | string[] | undefined,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let shown = seen;
  while (!signal.aborted) {
    const state = await find();
    const { id, text } = eventOf(state);
    if (id !== shown) yield `id: ${id}\nevent: run\ndata: ${text}\n\n`;
    if (isOver(state)) return;
    shown = id;
    await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}

function eventOf(state: unknown): { readonly id: string; readonly text: string } {
  const text = JSON.stringify(state);
  return { id: textDigest(text), text };
}
