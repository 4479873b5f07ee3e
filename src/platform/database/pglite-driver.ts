import { EventEmitter } from 'node:events';
import { PGlite, type Results, types } from '@electric-sql/pglite';

type Finish<T> = (error: Error | null, value?: T) => void;

/**
 * A PGlite instance that reads and writes values as the `pg` package does, so that both homes give the same ones.
 *
 * @param folder where its files lie; in memory without it
 * @param image a data folder to begin with (a tar file, as `dumpDataDir` makes it), much faster than making a new one
 */
export async function createPglite(folder?: string, image?: Uint8Array<ArrayBuffer>): Promise<PGlite> {
  return await PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(image === undefined ? {} : { loadDataDir: new Blob([image]) }),
    parsers: { [types.INT8]: Number },
    serializers: { [types.BOOL]: (value: unknown) => (isTrue(value) ? 'TRUE' : 'FALSE') },
  });
}

function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === 'true' || value === 't';
}

/**
 * What TypeORM's `postgres` type asks of its `driver`, answered by one PGlite instance. Unlike typeorm-pglite, which
 * keeps a single instance for the whole process, several databases can be open side by side (see
 * docs/decisions/2026-11-22-pglite-adapter.md). There is one connection: whoever uses it must wait for his turn.
 */
export function pgliteDriver(pglite: PGlite): { readonly Pool: new () => EventEmitter } {
  class Connection extends EventEmitter {
    async query(sql: string, parameters?: unknown[], finish?: Finish<Results>): Promise<Results | undefined> {
      const answer = await send(pglite, sql, parameters);
      finish?.(null, answer);
      return answer;
    }
  }
  const connection = new Connection();

  class Pool extends EventEmitter {
    connect(finish: (error: Error | null, connection: Connection, release: () => void) => void): void {
      finish(null, connection, () => undefined);
    }
    end(finish: Finish<void>): void {
      pglite.close().then(
        () => {
          finish(null);
        },
        (error: unknown) => {
          finish(error instanceof Error ? error : new Error(String(error)));
        },
      );
    }
  }
  return { Pool };
}

/** With parameters one statement; without, one or several, of which the last one's result counts. */
async function send(pglite: PGlite, sql: string, parameters: unknown[] = []): Promise<Results | undefined> {
  if (parameters.length > 0) return await pglite.query(sql, parameters);
  return (await pglite.exec(sql)).at(-1);
}
