import { type EntityManager } from 'typeorm';
import { uuidv7 } from '#strata/kernel';

/** Somebody on the list of a rolling campaign. */
export interface RollingContact {
  readonly userId: string;
  /** The moment that counted: milliseconds since 1970, UTC. */
  readonly due: number;
  /** Id of the decision, which says all else. */
  readonly decision: string;
  readonly outcome: 'offer' | 'holdout';
  /** Null for a hold-out. */
  readonly offer: string | null;
  readonly arm: string | null;
  /** When it was decided: milliseconds since 1970, UTC. */
  readonly at: number;
}

/** A contact with its place on the list. */
export interface ListedContact extends RollingContact {
  readonly place: number;
  readonly turn: string;
}

/** Puts people on the list of the turn that is open, each moment once. */
export async function listContacts(
  manager: EntityManager,
  { campaign, now }: { readonly campaign: string; readonly now: number },
  contacts: readonly RollingContact[],
): Promise<void> {
  if (contacts.length === 0) return;
  const turn = await openTurn(manager, campaign, now);
  await manager.query(
    `insert into rolling_contacts (campaign, turn, user_id, due, decision_id, outcome, offer, arm, at)
     select $1, $2, v.* from unnest($3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[]) v
     on conflict do nothing`,
    [
      campaign,
      turn,
      contacts.map(({ userId }) => userId),
      contacts.map(({ due }) => new Date(due).toISOString()),
      contacts.map(({ decision }) => decision),
      contacts.map(({ outcome }) => outcome),
      contacts.map(({ offer }) => offer),
      contacts.map(({ arm }) => arm),
      contacts.map(({ at }) => new Date(at).toISOString()),
    ],
  );
}

/**
 * Opened once, and used by one process at a time: two that list the same people wait for each other, and never in a ring.
 * Whoever closes it waits until this transaction has ended.
 */
async function openTurn(manager: EntityManager, campaign: string, now: number): Promise<string> {
  await manager.query('select from rolling_progress where campaign = $1 for update', [campaign]);
  const open = await manager.query<{ id: string }[]>(
    'select id from rolling_turns where campaign = $1 and not closed and delivered_at is null order by id limit 1 for update',
    [campaign],
  );
  const [known] = open;
  if (known !== undefined) return known.id;
  const id = uuidv7();
  await manager.query('insert into rolling_turns (id, campaign, at) values ($1, $2, $3)', [
    id,
    campaign,
    new Date(now).toISOString(),
  ]);
  return id;
}

/**
 * Closes the turns of a campaign: nobody comes onto their lists any more, and they are counted. Those who get an offer are put
 * into batches, which stay as they are also where somebody is erased.
 *
 * @param size people a batch; null where lists are fetched and not pushed
 */
export async function closeTurns(
  manager: EntityManager,
  { campaign, size, now }: { readonly campaign: string; readonly size: number | null; readonly now: number },
): Promise<void> {
  const [rows] = await manager.query<[{ id: string }[], number]>(
    `update rolling_turns set closed = true, delivered_at = case when $2::integer is null then $3::timestamptz end
     where campaign = $1 and not closed and delivered_at is null returning id`,
    [campaign, size, new Date(now).toISOString()],
  );
  if (rows.length === 0) return;
  const turns = rows.map(({ id }) => id);
  await manager.query(COUNT, [turns]);
  if (size === null) return;
  await manager.query(
    `update rolling_contacts c set batch = n.batch from (
       select place, (row_number() over (partition by turn order by place) - 1) / $2 + 1 as batch
       from rolling_contacts where turn = any($1) and outcome = 'offer') n
     where c.place = n.place`,
    [turns, size],
  );
}

const COUNT = `
  update rolling_turns t set offers = c.offers, held_out = c.held_out, late_ms = c.late_ms
  from (select turn, count(*) filter (where outcome = 'offer') as offers,
      count(*) filter (where outcome = 'holdout') as held_out, 1000 * extract(epoch from max(at - due)) as late_ms
    from rolling_contacts where turn = any($1) group by turn) c
  where c.turn = t.id`;

/** A list that waits to be pushed. */
export interface WaitingTurn {
  readonly id: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly batches: number;
}

/** The closed turns of a campaign that were not handed out, the first one first. */
export async function undeliveredTurns(manager: EntityManager, campaign: string): Promise<readonly WaitingTurn[]> {
  const rows = await manager.query<{ id: string; at: Date; batches: number }[]>(
    `select t.id, t.at, coalesce(max(c.batch), 0)::integer as batches
     from rolling_turns t left join rolling_contacts c on c.turn = t.id
     where t.campaign = $1 and t.closed and t.delivered_at is null group by t.id order by t.id`,
    [campaign],
  );
  return rows.map(({ id, at, batches }) => ({ id, at: at.getTime(), batches }));
}

/** Remembers that the list of a turn was handed out. */
export async function markDelivered(manager: EntityManager, turn: string, now: number): Promise<void> {
  await manager.query('update rolling_turns set delivered_at = $2 where id = $1', [turn, new Date(now).toISOString()]);
}

const COLUMNS = `place::float8 as place, turn, user_id as "userId", due, decision_id as decision, outcome, offer, arm, at`;

/** Those of a turn's list who are in a batch, in its order. */
export async function contactsOfBatch(
  manager: EntityManager,
  { turn, batch }: { readonly turn: string; readonly batch: number },
): Promise<readonly ListedContact[]> {
  const rows = await manager.query<ContactRow[]>(
    `select ${COLUMNS} from rolling_contacts c where turn = $1 and batch = $2 order by c.place`,
    [turn, batch],
  );
  return rows.map(contactOf);
}

/** A page of a campaign's list, or of a turn's, in its order: those after a place. */
export async function listedContacts(
  manager: EntityManager,
  page: {
    readonly campaign: string;
    readonly turn?: string | undefined;
    readonly after: number;
    readonly limit: number;
  },
): Promise<readonly ListedContact[]> {
  const { campaign, turn, after, limit } = page;
  const ofTurn = turn === undefined ? '' : 'and turn = $4';
  const rows = await manager.query<ContactRow[]>(
    `select ${COLUMNS} from rolling_contacts c where campaign = $1 and c.place > $2 ${ofTurn} order by c.place limit $3`,
    [campaign, after, limit, ...(turn === undefined ? [] : [turn])],
  );
  return rows.map(contactOf);
}

/** The exposures of a rolling campaign, `$5`, as a relation of their ids. */
export const ROLLING_EXPOSURES = '(select decision_id as id from rolling_contacts where campaign = $5)';

interface ContactRow extends Omit<ListedContact, 'due' | 'at'> {
  readonly due: Date;
  readonly at: Date;
}

function contactOf({ due, at, ...row }: ContactRow): ListedContact {
  return { ...row, due: due.getTime(), at: at.getTime() };
}
