import { type FactDialect } from '#strata/profiles/facts';

/** A value of an event, as a column of rows. */
export interface EventColumn {
  readonly property: string;
  /** `money` is exact to four decimals, and NULL from 1e12 on, so that sums do not depend on the order of rows. */
  readonly type: 'number' | 'money' | 'string';
}

/** Which events to look at, and what to read of them. */
export interface WantedEvents {
  /** Names of events, or `all`. Of a file with a row an event all rows are meant. */
  readonly events: readonly string[] | 'all';
  /** By the name of the column. */
  readonly columns: Readonly<Record<string, EventColumn>>;
  /** Only events after this moment, in milliseconds since 1970. */
  readonly after?: number;
}

/**
 * Where events lie, as a database that sets are asked of: PostgreSQL for what is stored, DuckDB for a file. What is asked must
 * be SQL that both understand, or come from `dialect`.
 */
export interface EventHome {
  readonly dialect: FactDialect;
  /** For `factsSql`: `user_id`, `name`, `at` and `properties`. */
  readonly events: string;
  /** For `factsSql`; null where there are no profiles. */
  readonly profiles: string | null;
  /** The people who are known: `user_id`. */
  readonly people: string;
  /**
   * A relation with a row an event until the moment that the run is of: `user_id` and `name` (text), `at` (milliseconds since
   * 1970, bigint), and the wanted columns (double precision, decimal(18, 4) or text; NULL where the event
   * has no such value).
   *
   * @param people a condition over `user_id`: whose events
   */
  rows(wanted: WantedEvents, people?: string): string;
  /** A wanted column of `rows`, as SQL over the relation `events` under another name. */
  column(wanted: WantedEvents, name: string, relation: string): string;
  /** The rows of a query. Whole numbers of 64 bits come as the database gives them: cast them to double precision. */
  query<T>(sql: string): Promise<readonly T[]>;
  /**
   * The rows of a query of all people, some thousand people at a time where others use the database meanwhile: `sqlOf` is given a
   * condition over `user_id` for the people of each part.
   */
  inParts<T>(sqlOf: (people: string) => string): AsyncGenerator<readonly T[]>;
  /**
   * The columns of a query of all people, some thousand rows at a time, for what takes much longer as objects. A
   * server is asked once, since it reads a table of a million people faster as a whole than in parts.
   *
   * @param columns the query's columns that are read: texts, or what JSON writes as SQL does (numbers, true and false)
   */
  inColumns<C extends string>(
    sqlOf: (people: string) => string,
    columns: Readonly<Record<C, 'text' | 'json'>>,
  ): AsyncGenerator<Columns<C>>;
}

/** Values by column, in the order of the rows. */
export type Columns<C extends string = string> = Readonly<Record<C, readonly unknown[]>>;

/** The same, to be closed. */
export interface OpenEvents extends EventHome {
  readonly close: () => void;
}
