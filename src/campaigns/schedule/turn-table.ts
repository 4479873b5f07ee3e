import { type EntityManager } from 'typeorm';

/** The next turn of a scheduled campaign. */
export interface TurnRow {
  readonly campaign: string;
  /** What it was reckoned by: when the schedule changes, the turn is reckoned anew. */
  readonly schedule: string;
  /** Milliseconds since 1970, UTC. */
  readonly due: number;
}

/** The turns that are known, by campaign. */
export async function findTurns(manager: EntityManager): Promise<ReadonlyMap<string, TurnRow>> {
  const rows: (Omit<TurnRow, 'due'> & { readonly due: Date })[] = await manager.query(
    'select campaign, schedule, due from campaign_turns',
  );
  return new Map(rows.map((row) => [row.campaign, { ...row, due: row.due.getTime() }]));
}

/** Puts the next turn in the place of the one that is known; false where somebody else has just done it. */
export async function moveTurn(
  manager: EntityManager,
  { campaign, schedule, due }: TurnRow,
  known: TurnRow | undefined,
): Promise<boolean> {
  const next = [campaign, schedule, new Date(due).toISOString()];
  if (known === undefined) {
    const rows = await manager.query<unknown[]>(
      `insert into campaign_turns (campaign, schedule, due) values ($1, $2, $3)
       on conflict (campaign) do nothing returning campaign`,
      next,
    );
    return rows.length > 0;
  }
  const [rows] = await manager.query<[unknown[], number]>(
    `update campaign_turns set schedule = $2, due = $3
     where campaign = $1 and schedule = $4 and due = $5 returning campaign`,
    [...next, known.schedule, new Date(known.due).toISOString()],
  );
  return rows.length > 0;
}

/** Forgets the turns of campaigns that are not scheduled any more. */
export async function forgetTurns(manager: EntityManager, scheduled: readonly string[]): Promise<void> {
  await manager.query('delete from campaign_turns where campaign <> all($1)', [scheduled]);
}
