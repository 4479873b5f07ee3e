import { type Database, sqlState } from '#strata/platform/database';
import { StrataError } from '#sdk';

/** Thrown where a query takes longer than it may. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** PostgreSQL's code of a query that was cancelled or ran out of time. */
const CANCELED = '57014';

interface Bounds {
  readonly timeLimitMs: number;
  /** Ends the query where whoever asked does not wait any more. */
  readonly signal: AbortSignal;
}

/**
 * Rows of a query that ends when nobody waits for it. The embedded database cannot end a query: there whoever asks does
 * so in small steps.
 *
 * @throws TooSlow, StrataError CANCELLED, UNAVAILABLE
 */
export async function boundedQuery<R>(
  database: Database,
  { sql, parameters }: { readonly sql: string; readonly parameters: unknown[] },
  bounds: Bounds,
): Promise<readonly R[]> {
  assertWanted(bounds.signal);
  if (database.kind === 'pglite') return database.run((manager) => manager.query<R[]>(sql, parameters));
  return database.transaction(async (manager) => {
    const [backend] = await manager.query<{ pid: number }[]>('select pg_backend_pid() as pid');
    // Compiling would take longer than it saves.
    await manager.query(`set local jit = off; set local statement_timeout = ${String(Math.ceil(bounds.timeLimitMs))}`);
    const cancelling = cancelOnAbort(database, backend?.pid ?? 0, bounds.signal);
    try {
      return await manager.query<R[]>(sql, parameters);
    } catch (error) {
      if (sqlState(error) !== CANCELED) throw error;
      assertWanted(bounds.signal);
      throw new TooSlow();
    } finally {
      await cancelling.stop();
    }
  });
}

/** `stop` waits for a cancellation under way, so that it cannot hit who uses the connection next. */
function cancelOnAbort(database: Database, pid: number, signal: AbortSignal): { stop(): Promise<void> } {
  let cancelling: Promise<unknown> = Promise.resolve();
  const cancel = () => {
    cancelling = database
      .run((manager) => manager.query('select pg_cancel_backend($1)', [pid]))
      // The time limit ends the query all the same.
      .catch(() => undefined);
  };
  signal.addEventListener('abort', cancel, { once: true });
  return {
    async stop() {
      signal.removeEventListener('abort', cancel);
      await cancelling;
    },
  };
}

/** @throws StrataError CANCELLED */
function assertWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new StrataError('CANCELLED', 'Nobody waits for this preview any more.');
}
