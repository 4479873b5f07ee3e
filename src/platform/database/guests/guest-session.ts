import { connect, type Socket } from 'node:net';
import { type Results } from '@electric-sql/pglite';
import { type PgliteSession } from '../pglite/pglite-session.js';
import { revive } from '../failures/pglite-errors.js';
import { type GuestReply, onFrames, sendFrame } from './frames.js';

interface Waiting {
  readonly resolve: (result: Results | undefined) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A session of an embedded database that another process has open, through the door that it keeps (`receiveGuests`).
 * Where the owner goes away, whoever waits for it learns that the connection terminated.
 */
export async function openGuestSession(path: string): Promise<PgliteSession> {
  const socket = await connected(path);
  const waiting: Waiting[] = [];
  let ended = false;
  socket.on('error', () => undefined);
  socket.on('close', () => {
    ended = true;
    for (const { reject } of waiting.splice(0)) reject(terminated());
  });
  onFrames(socket, (value) => {
    const reply = value as GuestReply;
    const asked = waiting.shift();
    if (waiting.length === 0) socket.unref();
    if ('error' in reply) asked?.reject(revive(reply.error));
    else asked?.resolve(reply.result);
  });
  return {
    get ended() {
      return ended;
    },
    run: (statement) =>
      new Promise((resolve, reject) => {
        if (ended) {
          reject(terminated());
          return;
        }
        socket.ref();
        waiting.push({ resolve, reject });
        sendFrame(socket, statement);
      }),
    close() {
      ended = true;
      socket.destroy();
      return Promise.resolve();
    },
  };
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error) => {
      reject(terminated(error));
    });
  });
}

function terminated(cause?: unknown): Error {
  return new Error('Connection terminated: the process that has the database open went away.', { cause });
}
