import { type EntityManager } from 'typeorm';

/** The next turn of what is scheduled. */
export interface TurnRow {
  /** What kind of thing it is, such as `campaign`; ids are those of their kind. */
  readonly kind: string;
  readonly id: string;
  /** What it was reckoned by: when the schedule changes, the turn is reckoned anew. */
  readonly schedule: string;
  /** Milliseconds since 1970, UTC. */
  readonly due: number;
}

/** The turns of a kind that are known, by id. */
export async function findTurns(manager: EntityManager, kind: string): Promise<ReadonlyMap<string, TurnRow>> {
  const rows: (Omit<TurnRow, 'due'> & { readonly due: Date })[] = await manager.query(
    'select kind, id, schedule, due from turns where kind = $1',
    [kind],
  );
  return new Map(rows.map((row) => [row.id, { ...row, due: row.due.getTime() }]));
}

/** Puts the next turn in the place of the one that is known; false where somebody else has just done it. */
export async function moveTurn(
  manager: EntityManager,
  { kind, id, schedule, due }: TurnRow,
  known: TurnRow | undefined,
): Promise<boolean> {
  const next = [kind, id, schedule, new Date(due).toISOString()];
  if (known === undefined) {
    const rows = await manager.query<unknown[]>(
      `insert into turns (kind, id, schedule, due) values ($1, $2, $3, $4)
       on conflict (kind, id) do nothing returning id`,
      next,
    );
    return rows.length > 0;
  }
  const [rows] = await manager.query<[unknown[], number]>(
    `update turns set schedule = $3, due = $4
     where kind = $1 and id = $2 and schedule = $5 and due = $6 returning id`,
    [...next, known.schedule, new Date(known.due).toISOString()],
  );
  return rows.length > 0;
}

/** Forgets the turns of those of a kind that are not scheduled any more. */
export async function forgetTurns(manager: EntityManager, kind: string, scheduled: readonly string[]): Promise<void> {
  await manager.query('delete from turns where kind = $1 and id <> all($2)', [kind, scheduled]);
}
