import { Pool, type PoolClient } from 'pg';
import { type Candidate } from './decide.js';
import { milliseconds } from './eligible-offers.js';
import { type PeerOffer, type PeerRules, type PeerStrategy } from './rules.js';

/** A row of the log. */
export interface Row {
  readonly id: string;
  readonly userId: string;
  readonly at: Date;
  readonly strategy: string | null;
  readonly outcome: string;
  /** The request, as JSON. */
  readonly request: string;
  /** The answer, as JSON. */
  readonly answer: string;
}

/** What was refused: the strategy's id for its cap or budget, `strategy/offer` for stock. */
export type Refused = string | null;

/** The log of a service: tables of its own, a pool, prepared statements. */
export class PeerLog {
  constructor(private readonly pool: Pool) {}

  static async open(databaseUrl: string, { strategies }: PeerRules): Promise<PeerLog> {
    const pool = new Pool({ connectionString: databaseUrl, max: 10 });
    await pool.query(TABLES);
    const counters = strategies.flatMap(({ id, offers }) => [id, ...offers.map((offer) => `${id}/${offer.id}`)]);
    await pool.query('insert into counters (key) select unnest($1::text[])', [counters]);
    return new PeerLog(pool);
  }

  /** Appends the row and nothing else. */
  async insert(row: Row): Promise<void> {
    await this.pool.query({ ...INSERT, values: valuesOf(row) });
  }

  /**
   * In one transaction: checks the person's cap, appends the row, counts stock and budget. The counters come last, for
   * everybody waits for them until the transaction ends. Where something is refused nothing is written.
   */
  async insertWithOffer(row: Row, { strategy, offer }: Candidate): Promise<Refused> {
    const amount = offer.contactCost + offer.faceValue;
    const since = new Date(row.at.getTime() - milliseconds(strategy.limits.perUser.within));
    return await this.#transaction(async (client) => {
      const contact = await client.query({ ...CONTACT, values: [row.userId, strategy.id, row.at, since] });
      if (contact.rowCount === 0) return strategy.id;
      await client.query({ ...INSERT, values: valuesOf(row) });
      const limits = limitsOf(strategy, offer);
      if (limits.length === 0) return null;
      const keys = limits.map(({ key }) => key);
      const counted = await client.query<{ key: string }>({
        ...COUNT,
        values: [keys, limits.map(({ pieces }) => pieces), limits.map(({ money }) => money), amount],
      });
      return keys.find((key) => !counted.rows.some((row) => row.key === key)) ?? null;
    });
  }

  async #transaction(work: (client: PoolClient) => Promise<Refused>): Promise<Refused> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const refused = await work(client);
      await client.query(refused === null ? 'commit' : 'rollback');
      return refused;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }
}

/** What is limited: the pieces of an offer, the money of a strategy. */
function limitsOf({ id, limits }: PeerStrategy, offer: PeerOffer) {
  const stock = { key: `${id}/${offer.id}`, pieces: offer.stock, money: UNLIMITED };
  const budget = { key: id, pieces: UNLIMITED, money: limits.budget };
  return [stock, budget].filter(({ pieces, money }) => pieces !== undefined && money !== undefined);
}

const UNLIMITED = 1_000_000_000_000;

const TABLES = `
  create table decisions (
    id uuid primary key, user_id text not null, at timestamptz not null, strategy text, outcome text not null,
    request json not null, answer json not null);
  create index on decisions (user_id, id);
  create table contacts (
    user_id text not null, strategy text not null, at timestamptz not null, primary key (user_id, strategy));
  create table counters (key text primary key, issued bigint not null default 0, reserved numeric not null default 0)`;

const INSERT = {
  name: 'insert',
  text: `insert into decisions (id, user_id, at, strategy, outcome, request, answer) values ($1, $2, $3, $4, $5, $6, $7)`,
};

/** One contact in the window that the strategy allows: the row of a person is locked by writing it. */
const CONTACT = {
  name: 'contact',
  text: `insert into contacts (user_id, strategy, at) values ($1, $2, $3)
    on conflict (user_id, strategy) do update set at = excluded.at where contacts.at <= $4`,
};

/** Locked in the order of their keys, so that two transactions never wait for each other. */
const COUNT = {
  name: 'count',
  text: `with locked as (select key, issued, reserved from counters where key = any($1) order by key for update)
    update counters c set issued = l.issued + 1, reserved = l.reserved + $4
    from locked l join unnest($1::text[], $2::bigint[], $3::numeric[]) w (key, most_issued, most_reserved) using (key)
    where c.key = l.key and l.issued < w.most_issued and l.reserved + $4 <= w.most_reserved returning c.key`,
};

function valuesOf({ id, userId, at, strategy, outcome, request, answer }: Row): unknown[] {
  return [id, userId, at, strategy, outcome, request, answer];
}
