import { type EntityManager } from 'typeorm';

/** A turn of a rolling campaign that put somebody on the list. */
export interface ListedTurn {
  /** UUID version 7: later turns have greater ids. */
  readonly id: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** `open` while it is taken; `waiting` to be pushed; `ready` to be fetched, or pushed. */
  readonly state: 'open' | 'waiting' | 'ready';
  readonly offers: number;
  readonly heldOut: number;
  /** Milliseconds by which the one who waited longest came onto the list after its moment; null while it is open. */
  readonly late: number | null;
}

/** The latest turns of a campaign that put somebody on the list, the last one first. */
export async function latestTurns(
  manager: EntityManager,
  { campaign, limit }: { readonly campaign: string; readonly limit: number },
): Promise<readonly ListedTurn[]> {
  const rows = await manager.query<TurnRow[]>(
    `select id, at, closed, delivered_at, offers, held_out, late_ms from rolling_turns
     where campaign = $1 order by id desc limit $2`,
    [campaign, limit],
  );
  return rows.map(({ id, at, closed, delivered_at, offers, held_out, late_ms }) => {
    const state = delivered_at !== null ? 'ready' : closed ? 'waiting' : 'open';
    return { id, at: at.getTime(), state, offers, heldOut: held_out, late: late_ms };
  });
}

interface TurnRow {
  readonly id: string;
  readonly at: Date;
  readonly closed: boolean;
  readonly delivered_at: Date | null;
  readonly offers: number;
  readonly held_out: number;
  readonly late_ms: number | null;
}

/** How many are on the lists of a campaign's turns that are over, and how many of these turns wait to be pushed. */
export interface ListedPeople {
  readonly offers: number;
  readonly heldOut: number;
  readonly waiting: number;
}

/** Counts the people of a campaign's turns, without looking at each. */
export async function listedPeople(manager: EntityManager, campaign: string): Promise<ListedPeople> {
  const [row] = await manager.query<[ListedPeople]>(
    `select coalesce(sum(offers), 0)::float8 as offers, coalesce(sum(held_out), 0)::float8 as "heldOut",
       (count(*) filter (where closed and delivered_at is null))::float8 as waiting
     from rolling_turns where campaign = $1`,
    [campaign],
  );
  return row;
}

/** The moments of a campaign that are known and were not looked at yet. */
export interface KnownMoments {
  /** Their time has come. */
  readonly overdue: number;
  readonly later: number;
  /** When the first of the later ones comes, in milliseconds since 1970, UTC; null where there is none. */
  readonly next: number | null;
}

/** Counts the moments of a campaign. */
export async function knownMoments(manager: EntityManager, campaign: string, now: number): Promise<KnownMoments> {
  const [row] = await manager.query<[Omit<KnownMoments, 'next'> & { readonly next: Date | null }]>(
    `select (count(*) filter (where due <= $2))::float8 as overdue, (count(*) filter (where due > $2))::float8 as later,
       min(due) filter (where due > $2) as next from rolling_moments where campaign = $1`,
    [campaign, new Date(now).toISOString()],
  );
  return { ...row, next: row.next?.getTime() ?? null };
}
