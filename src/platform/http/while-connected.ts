import { type FastifyRequest } from 'fastify';

/** Runs `work` with a signal that is aborted when the client closes the connection before the work has ended. */
export async function whileConnected<T>(
  { raw: { socket } }: Pick<FastifyRequest, 'raw'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const connection = new AbortController();
  const abort = () => {
    connection.abort();
  };
  socket.once('close', abort);
  try {
    return await work(connection.signal);
  } finally {
    socket.removeListener('close', abort);
  }
}
