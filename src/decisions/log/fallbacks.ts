import { type EntityManager } from 'typeorm';

/** Decisions that needed a model. */
export interface Fallbacks {
  readonly needed: number;
  /** Those in which it gave no score, or none was in use. */
  readonly without: number;
}

/** The latest are enough to tell a share. */
const MOST = 20_000;

/**
 * How often a strategy's latest decisions did without the models that they needed.
 *
 * Decisions are found by their ids, which begin with their time (UUID version 7), so that no index is needed; how a decision
 * was made stands in its text in front of everything that documents put there.
 *
 * @param from decisions from this moment on: milliseconds since 1970, UTC
 */
export async function countFallbacks(
  manager: EntityManager,
  { strategy, from }: { readonly strategy: string; readonly from: number },
): Promise<Fallbacks> {
  const [row] = await manager.query<[Fallbacks]>(
    `select (count(*) filter (where made is not null))::integer as needed,
       (count(*) filter (where made like '%"fallback":"%'))::integer as without
     from (
       select substring(decision from '"selector":(?:"model","fallback":null|(?:"[a-z]+"|null),"fallback":"[A-Z_]+")') as made
       from decisions where id >= $1 and strategy = $2 order by id desc limit $3) latest`,
    [firstIdOf(from), strategy, MOST],
  );
  return row;
}

/** The least UUID of version 7 of a moment. */
function firstIdOf(at: number): string {
  const hex = Math.max(0, Math.floor(at)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
