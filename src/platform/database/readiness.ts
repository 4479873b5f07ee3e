import { type Database } from './database.js';
import { FullDisk, unavailableOr } from './failures/unavailable.js';

/** Whether a database can be read and written now. */
interface Readiness {
  /** Learns from an error that somebody got. */
  note(error: unknown): void;
  check(): Promise<void>;
}

/**
 * Readiness of a database. A standby and a server that is away tell so themselves; a full disk is only noticed by those who
 * write, so that after one of them failed for want of room a small table is written before it is ready again.
 */
export function createReadiness({ run, transaction }: Pick<Database, 'run' | 'transaction'>): Readiness {
  let wasFull = false;
  return {
    note(error) {
      if (error instanceof FullDisk) wasFull = true;
    },
    async check() {
      const [row] = await run((manager) =>
        manager.query<{ readOnly: string }[]>(`select current_setting('transaction_read_only') as "readOnly"`),
      );
      if (row?.readOnly === 'on') throw unavailableOr(Object.assign(new Error('read-only'), { code: '25006' }));
      if (!wasFull) return;
      await transaction((manager) => manager.query(WRITE_SOMETHING, [ROOM]));
      wasFull = false;
    },
  };
}

/** Bytes. */
const ROOM = 65_536;
const WRITE_SOMETHING = `
  create temporary table strata_room on commit drop as
  select number, repeat(md5(number::text), 32) as filling from generate_series(1, $1::int / 1024) as number`;
