import { type EntityManager } from 'typeorm';

/** Locks are taken by bucket, so that a batch of any size takes a bounded number of them. */
const BUCKETS = 64;
/** Tells these advisory locks from others of the same database: the first bytes of "prof". */
const LOCK_CLASS = 0x70726f66;

/**
 * Keeps who somebody is as it is until the transaction ends. Calls about an id take it shared; merging and erasing take
 * it exclusively. All are taken in one order, so that nobody waits in a circle; they must be taken at once and first.
 */
export async function lockIds(
  manager: EntityManager,
  { shared, exclusive }: { readonly shared: Iterable<string>; readonly exclusive: Iterable<string> },
): Promise<void> {
  const modes = new Map<number, boolean>();
  for (const id of shared) modes.set(bucketOf(id), false);
  for (const id of exclusive) modes.set(bucketOf(id), true);
  const buckets = [...modes.keys()].sort((a, b) => a - b);
  if (buckets.length === 0) return;
  await manager.query(
    `select case when exclusive then pg_advisory_xact_lock($1, bucket) else pg_advisory_xact_lock_shared($1, bucket) end
     from unnest($2::int[], $3::boolean[]) as wanted (bucket, exclusive)`,
    [LOCK_CLASS, buckets, buckets.map((bucket) => modes.get(bucket) === true)],
  );
}

/** True where the lock of one covers the other. */
export function isCovered(id: string, locked: Iterable<string>): boolean {
  const bucket = bucketOf(id);
  for (const other of locked) if (bucketOf(other) === bucket) return true;
  return false;
}

/** FNV-1a. */
function bucketOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % BUCKETS;
}
