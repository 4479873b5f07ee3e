import { type EntityManager } from 'typeorm';

/** Work that one process at a time does. */
export interface Lease {
  readonly campaign: string;
  readonly work: 'turn' | 'delivery';
  /** The process. */
  readonly holder: string;
}

/** After so long without being taken again a lease is anybody's. */
export const LEASE_MS = 15_000;

/** Takes or keeps a lease; false where another process has it. */
export async function takeLease(
  manager: EntityManager,
  { campaign, work, holder }: Lease,
  now: number,
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `insert into rolling_leases as l (campaign, work, holder, until) values ($1, $2, $3, $4)
     on conflict (campaign, work) do update set holder = excluded.holder, until = excluded.until
     where l.holder = excluded.holder or l.until <= $5 returning campaign`,
    [campaign, work, holder, new Date(now + LEASE_MS).toISOString(), new Date(now).toISOString()],
  );
  return rows.length > 0;
}

/** Gives a lease back. */
export async function returnLease(manager: EntityManager, { campaign, work, holder }: Lease): Promise<void> {
  await manager.query('delete from rolling_leases where campaign = $1 and work = $2 and holder = $3', [
    campaign,
    work,
    holder,
  ]);
}
