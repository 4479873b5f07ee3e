import { type Socket } from 'node:net';
import { deserialize, serialize } from 'node:v8';
import { type Results } from '@electric-sql/pglite';
import { type PgliteErrorFields } from '../failures/pglite-errors.js';
import { type Statement } from '../pglite/pglite-session.js';

/** What a guest asks: one statement after the other. */
export type GuestStatement = Statement;

/** What the owner answers, in the same order. */
export type GuestReply = { readonly result: Results | undefined } | { readonly error: PgliteErrorFields };

const HEAD_BYTES = 4;

/** Sends a value as Node copies it between threads (dates and bytes stay what they are), after its length. */
export function sendFrame(socket: Socket, value: GuestStatement | GuestReply): void {
  const body = serialize(value);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(body.length);
  socket.write(Buffer.concat([head, body]));
}

/** Calls `receive` with each value that the other side sent. */
export function onFrames(socket: Socket, receive: (value: unknown) => void): void {
  let parts: Buffer[] = [];
  let bytes = 0;
  let wanted = HEAD_BYTES;
  let head = true;
  socket.on('data', (part: Buffer) => {
    parts.push(part);
    bytes += part.length;
    while (bytes >= wanted) {
      const all = parts.length === 1 ? (parts[0] ?? part) : Buffer.concat(parts);
      const taken = all.subarray(0, wanted);
      parts = [all.subarray(wanted)];
      bytes -= wanted;
      if (head) wanted = taken.readUInt32BE();
      else {
        wanted = HEAD_BYTES;
        const value = valueOf(taken, socket);
        if (value !== undefined) receive(value);
      }
      head = !head;
    }
  });
}

/** Whoever sends something else is no guest. */
function valueOf(body: Buffer, socket: Socket): unknown {
  try {
    return deserialize(body);
  } catch {
    socket.destroy();
    return undefined;
  }
}
