import { sqlText } from '#strata/kernel';
import { recordDrawn, takeTurn } from '#strata/ledger/exposures';
import { type Database } from '#strata/platform/database';
import { withRetries } from '#strata/profiles/store';
import { StrataError } from '#sdk';
import { type ListBooking } from './book-list.js';
import { sourceOf } from './exposure-id.js';
import { withDuckDb } from './list-rows.js';

/** Whom to write down as drawn: the rows of Parquet files with a `user` and an `arm`. */
export type DrawnBooking = Omit<ListBooking, 'list' | 'scoring'> & {
  /** A glob of their paths. */
  readonly files: string;
};

/** People of one transaction. */
const AT_ONCE = 10_000;

/**
 * Writes down who of an audience was drawn into an arm, whatever the arm chose for them, each person once however often it is
 * done. Who was erased since stays away.
 *
 * @throws StrataError CANCELLED
 */
export async function bookDrawn(database: Database, booking: DrawnBooking): Promise<void> {
  if (booking.strategy.draws.arms.length === 0) return;
  let gone = 0;
  await withDuckDb(async (connection) => {
    const files = `read_parquet(${sqlText(booking.files, 'duckdb')})`;
    const result = await connection.stream(`select "user"::varchar, arm::varchar from ${files}`);
    let people: Drawn[] = [];
    const book = async (): Promise<void> => {
      if (booking.signal.aborted) throw new StrataError('CANCELLED', 'The booking was stopped.');
      await bookSome(database, booking, people);
      booking.progress((gone += people.length));
      people = [];
    };
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      for (const [userId, arm] of chunk.getRows())
        people.push({ userId: String(userId), arm: String(arm), at: booking.now });
      if (people.length >= AT_ONCE) await book();
    }
    if (people.length > 0) await book();
  });
}

interface Drawn {
  readonly userId: string;
  readonly arm: string;
  readonly at: number;
}

async function bookSome(database: Database, { run, strategy }: DrawnBooking, people: readonly Drawn[]): Promise<void> {
  await withRetries(database, async (manager) => {
    await takeTurn(manager);
    await recordDrawn(manager, { strategy: strategy.document, source: sourceOf(run), people });
  });
}
