import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PgliteSession } from '../pglite/pglite-session.js';
import { fieldsOf } from '../failures/pglite-errors.js';
import { type GuestReply, type GuestStatement, onFrames, sendFrame } from './frames.js';

/** Where other processes of this user may use the database of its owner. */
export interface GuestDoor {
  /** Of a socket, or of a named pipe. */
  readonly path: string;
  /** Ends what guests have under way, and lets nobody in any more. */
  close(): Promise<void>;
}

/** The database that guests share with its owner. */
export interface SharedSession {
  /** Runs `work` alone, before or after whatever else wants the database. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** The session that is open. */
  session(): Promise<PgliteSession>;
}

/** A guest that holds a transaction and says nothing for so long is gone: the database belongs to its owner. */
const IDLE_MS = 30_000;

/**
 * Lets other processes of the same user (commands beside a running server) use an embedded database through its owner. A
 * guest has the connection for itself from the begin of a transaction to its end; whoever goes away in the middle has
 * it rolled back. Undefined where this system gives no place for a socket.
 *
 * @param home of the database; the socket lies in it, for its owner alone
 */
export async function receiveGuests(home: string, shared: SharedSession): Promise<GuestDoor | undefined> {
  const path = socketOf(home);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    serve(socket, shared);
  });
  // It keeps nothing alive.
  server.unref();
  if (process.platform !== 'win32') rmSync(path, { force: true });
  try {
    await listen(server, path);
  } catch {
    return undefined;
  }
  return {
    path,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

/** Longer paths are no addresses of sockets (108 bytes on Linux, 104 on macOS, with the byte that ends them). */
const LONGEST = 100;

function socketOf(home: string): string {
  const path = join(home, 'database.sock');
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 32);
  if (process.platform === 'win32') return `\\\\.\\pipe\\strata-${hash}`;
  return Buffer.byteLength(path) <= LONGEST ? path : join(tmpdir(), `strata-${hash}.sock`);
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(path, () => {
      server.off('error', reject).on('error', () => undefined);
      if (process.platform !== 'win32') chmodSync(path, 0o600);
      resolve();
    });
  });
}

const BEGIN = /^\s*(begin|start\s+transaction)\b/i;
const END = /^\s*(commit|end|rollback)(\s+(work|transaction))?\s*;?\s*$/i;

/** Answers a guest, one statement after the other. */
function serve(socket: Socket, shared: SharedSession): void {
  const waiting: GuestStatement[] = [];
  let wake: (() => void) | undefined;
  let gone = false;
  const next = async (): Promise<GuestStatement | undefined> => {
    while (waiting.length === 0 && !gone) await new Promise<void>((resolve) => (wake = resolve));
    return gone ? undefined : waiting.shift();
  };
  onFrames(socket, (value) => {
    waiting.push(value as GuestStatement);
    wake?.();
  });
  socket.on('close', () => {
    gone = true;
    wake?.();
  });
  void serveAll(socket, shared, next);
}

type Next = () => Promise<GuestStatement | undefined>;

async function serveAll(socket: Socket, shared: SharedSession, next: Next): Promise<void> {
  for (let statement = await next(); statement !== undefined; statement = await next()) {
    const first = statement;
    try {
      await shared.alone(async () => {
        const session = await shared.session();
        if (BEGIN.test(first.sql)) await serveTransaction(socket, session, { first, next });
        else await answer(socket, session, first);
      });
    } catch (error) {
      // The database could not be opened again.
      sendFrame(socket, { error: fieldsOf(error) });
    }
  }
}

async function serveTransaction(
  socket: Socket,
  session: PgliteSession,
  { first, next }: { readonly first: GuestStatement; readonly next: Next },
): Promise<void> {
  const timer = setTimeout(() => socket.destroy(), IDLE_MS);
  let statement: GuestStatement | undefined = first;
  try {
    while (statement !== undefined) {
      timer.refresh();
      await answer(socket, session, statement);
      if (END.test(statement.sql)) return;
      statement = await next();
    }
    if (!session.ended) await session.run({ sql: 'rollback', parameters: [] });
  } finally {
    clearTimeout(timer);
  }
}

async function answer(socket: Socket, session: PgliteSession, statement: GuestStatement): Promise<void> {
  let reply: GuestReply;
  try {
    reply = { result: await session.run(statement) };
  } catch (error) {
    reply = { error: fieldsOf(error) };
  }
  if (!socket.destroyed) sendFrame(socket, reply);
  // What the guest had not committed is lost: a new session knows nothing of its transaction.
  if (session.ended) socket.end();
}
