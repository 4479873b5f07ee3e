import { type FactType, type FileAudience, type ReasonCode, type StoredAudience } from '#strata/engine';
import { type Database } from '#strata/platform/database';

/** Where the people of a campaign come from. */
export type AudienceSource =
  | (FileAudience & InFolder & { readonly kind: 'files' })
  | {
      readonly kind: 'stored';
      readonly database: Database;
      readonly among?: NonNullable<StoredAudience['among']> & InFolder;
    };

interface InFolder {
  /** What relative paths start from. */
  readonly directory: string;
}

/** A fact that is read of everybody. */
export interface AudienceColumn {
  /** The key of the fact's reference: its name, and with parameters `events{"name":…}`. */
  readonly key: string;
  readonly type: FactType;
  /** All texts that occur, where they are few: then cells are places among them. */
  readonly categories?: readonly string[];
}

/** A Parquet file of people: the SQL of what is read of each. */
export interface AudiencePart {
  readonly file: string;
  readonly rows: number;
  /** Rows of each of its row groups, which are read whole. */
  readonly groups: readonly number[];
  readonly id: string;
  /** One a column of the audience: DOUBLE, BOOLEAN, or VARCHAR for all else; NULL is no value. */
  readonly columns: readonly string[];
  readonly state: StateSql;
}

/** What is known of a person beside the facts, as SQL; null where nothing is. */
export interface StateSql {
  /** BOOLEAN */
  readonly suppressed: string | null;
  /** BOOLEAN: whether the person consented to the strategy's purpose. */
  readonly consent: string | null;
  /** VARCHAR: the id that arm and hold-out are drawn by, where it is another. */
  readonly drawnAs: string | null;
  /** VARCHAR: JSON of the {@link PersonState}'s contacts. */
  readonly contacts: string | null;
  /** VARCHAR: JSON of what the contact policy counts of the {@link PersonState}. */
  readonly policyContacts: string | null;
}

/** Nothing is known. */
export const NO_STATE: StateSql = {
  suppressed: null,
  consent: null,
  drawnAs: null,
  contacts: null,
  policyContacts: null,
};

/** The SQL of a fact that a file does not hold. */
export const NO_COLUMN = 'null::varchar';

/** People who do not get as far as a decision. */
export interface StoppedPeople {
  readonly code: ReasonCode;
  readonly people: number;
}

/** Who is left after a condition of the segment and all those before it. */
export interface AudienceStep {
  /** JSON pointer in the strategy, or in the document of `segment`. */
  readonly pointer: string;
  readonly segment?: string;
  readonly words: string;
  readonly people: number;
}

/** The people of a campaign, counted and ready to be read in blocks. Plain data. */
export interface PreparedAudience {
  /** Different people; of a sample those who were drawn. */
  readonly people: number;
  /** Different people of the source; about so many where a sample was drawn and some have several rows. */
  readonly base: number;
  /** Rows that were left out: of a person who has another row. */
  readonly duplicates: number;
  /** Rows that were left out because they name nobody. */
  readonly nameless: number;
  /** People whom files name, and who are not stored: of an audience that takes stored people only. */
  readonly unknown: number;
  readonly columns: readonly AudienceColumn[];
  readonly parts: readonly AudiencePart[];
  /** Which people of the parts go on, as a condition over {@link columnName}s; null: all. */
  readonly where: string | null;
  /** Those who do not go on, by the first thing that stops them, in the order of a decision. */
  readonly stopped: readonly StoppedPeople[];
  /** The conditions of the segment one after the other. */
  readonly steps: readonly AudienceStep[];
  /** What a reader should know: cells that count as missing, people with several rows. */
  readonly notes: readonly string[];
}

/** What the column of a fact is called in the SQL of an audience. */
export function columnName(place: number): string {
  return `c${String(place)}`;
}
