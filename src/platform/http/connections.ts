import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { type FastifyInstance } from 'fastify';

/** How often a closing server looks for connections that it can close. */
const LOOK_MS = 20;
/** A request that is on its way when closing begins has so long to arrive. */
const ARRIVAL_MS = 1_000;
/** An answer has so long to be made and to be read, which is less than the process has to end. */
const ANSWER_MS = 10_000;
/** An answer on a connection that is given up has so long to be read. */
const LAST_ANSWER_MS = 1_000;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Lets a server close although clients hold connections: idle ones are closed at once, those whose request does not arrive
 * after a second, those whose answer was sent as soon as it was, and all after ten seconds.
 *
 * Node closes the connections that are idle when closing begins. One that is just being answered would be kept alive for
 * another minute, and one whose request never comes for as long as its client likes.
 */
export function closeHeldConnections(fastify: FastifyInstance): void {
  const { server } = fastify;
  const sockets = new Set<Socket>();
  const current = new WeakMap<Socket, Exchange>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    current.set(request.socket, { request, response });
  });
  fastify.addHook('preClose', (done) => {
    const begin = performance.now();
    const look = setInterval(() => {
      server.closeIdleConnections();
      const elapsed = performance.now() - begin;
      for (const socket of sockets) if (isGivenUp(current.get(socket), elapsed)) socket.destroy();
    }, LOOK_MS);
    server.once('close', () => {
      clearInterval(look);
    });
    done();
  });
}

function isGivenUp(exchange: Exchange | undefined, elapsed: number): boolean {
  const isAnswered = exchange === undefined || exchange.response.writableFinished;
  const hasArrived = exchange?.request.complete === true;
  return elapsed > (hasArrived && !isAnswered ? ANSWER_MS : ARRIVAL_MS);
}

/** Ends a connection with these last bytes; a client that does not close its side does not hold it open. */
export function endConnection(socket: Socket, bytes: string): void {
  socket.end(bytes);
  const end = setTimeout(() => socket.destroy(), LAST_ANSWER_MS).unref();
  socket.once('close', () => {
    clearTimeout(end);
  });
}
