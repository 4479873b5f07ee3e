import { join } from 'node:path';
import { type DuckDBConnection } from '@duckdb/node-api';
import { timeZoneOf } from '#strata/engine';
import { type CompiledPolicy } from '#strata/engine/plan';
import { StrataError } from '#sdk';
import { countWords } from './people/count-words.js';
import {
  type PreparedAudience,
  type AudienceColumn,
  type AudiencePart,
  type AudienceSource,
  columnName,
  NO_COLUMN,
  NO_STATE,
} from './people/audience.js';
import { firstRow, openBounded } from './people/duckdb.js';
import { fileParts, groupsOf } from './files/file-parts.js';
import { type CampaignReads, type NeededFact, neededFacts } from './people/needed-facts.js';
import { joinedState, keepStates, type PersonStates } from './people/person-states.js';
import { countHeads, type Heads, onceEach } from './sql/duplicates.js';
import { partSql, relationOf, STATE_COLUMNS, stateNames } from './sql/part-sql.js';
import { type Gate, gatesOf } from './sql/passing.js';

/** What an audience is opened with. */
export interface AudienceRequest extends CampaignReads {
  readonly source: AudienceSource;
  /** What Strata knows of people beside what the source says; nothing where this is absent. */
  readonly states?: PersonStates | undefined;
  /** Milliseconds since 1970, UTC: the clock of the run. */
  readonly now: number;
  /** Of the run: where files are kept until it ended. */
  readonly folder: string;
  /** For looking before a run: people whom nothing stops yet, instead of those who pass what SQL can say. */
  readonly sample?: AudienceSample;
  /** Ends the counting where nobody waits for it any more. */
  readonly signal?: AbortSignal;
}

/** People who are drawn by a hash of their ids: the same ones in whatever order files and rows are. */
interface AudienceSample {
  /** About how many; everybody where there are no more. */
  readonly people: number;
}

/** Memory of the DuckDB that counts and joins, in MB. */
const MEMORY = 256;
/** More different texts than this are read as texts. */
const MOST_CATEGORIES = 20_000;

/**
 * Counts the people of a campaign, says what stops those who do not get to a decision, and makes the others ready to be
 * read in blocks. Nothing is copied where the source is Parquet whose people have one row each and of whom Strata knows
 * nothing.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN, INVALID_DOCUMENT with the nearest names; CANCELLED
 */
export async function openAudience(request: AudienceRequest): Promise<PreparedAudience> {
  const facts = neededFacts(request);
  const duckDb = await openBounded(request.folder, { threads: 2, memory: MEMORY });
  const { signal } = request;
  const interrupt = (): void => {
    duckDb.connection.interrupt();
  };
  signal?.addEventListener('abort', interrupt);
  try {
    signal?.throwIfAborted();
    return await countAudience(duckDb.connection, facts, request);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    throw new StrataError('CANCELLED', 'Nobody waits for the people of the campaign any more.', { cause: error });
  } finally {
    signal?.removeEventListener('abort', interrupt);
    duckDb.close();
  }
}

async function countAudience(
  connection: DuckDBConnection,
  facts: readonly NeededFact[],
  request: AudienceRequest,
): Promise<PreparedAudience> {
  const { strategy, documents, states, folder, now, sample } = request;
  const { parts, notes, base } = await sourceParts(connection, facts, request);
  const timeZones = facts.map(({ isTimeZone }, place) => isTimeZone === true && isMissing(parts, place));
  const drawn = sample === undefined || base !== null ? null : drawnSql(sample, parts);
  const ids = drawn === null && base === null ? undefined : drawnIds(connection, parts, drawn);
  const known =
    states === undefined ? null : await keepStates(states, folder, { timeZones: timeZones.includes(true), ids });
  const heads = await countHeads(
    connection,
    union(parts.map((part) => `select ${part.id} as id from ${relationOf(part.file)}`)),
    drawn,
  );
  const isActive = now >= strategy.active.from && now < strategy.active.to;
  const state = {
    suppressed: known !== null,
    consent: known !== null || parts.some((part) => part.state.consent !== null),
  };
  const stops = isActive ? gatesOf({ documents, strategy, facts, state }) : [NOT_ACTIVE];
  const gates = sample === undefined ? stops : [];
  const copied = { facts, timeZones, heads, known, gates, drawn, folder, policy: strategy.policy };
  const needsCopy = known !== null || drawn !== null || heads.people < heads.named;
  const { people, counts, ready } = await (needsCopy
    ? copyPeople(connection, parts, copied)
    : usePeople(connection, parts, gates));
  return {
    people,
    base: base ?? (drawn === null ? people : baseOf(heads)),
    duplicates: heads.named - heads.people,
    nameless: heads.nameless,
    columns: await columnsOf(connection, facts, ready),
    parts: ready,
    where: needsCopy ? null : allOf(gates),
    ...stoppedBy(gates, people, counts),
    notes: [...notes, ...headNotes(heads)],
  };
}

/** Places on which a hash puts people. */
const PLACES = 2 ** 20;

/** A condition that holds for those who are drawn; null where all are. */
function drawnSql({ people }: AudienceSample, parts: readonly AudiencePart[]): string | null {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  if (people >= rows) return null;
  return `(hash(id) & ${String(PLACES - 1)}) < ${String(Math.ceil((PLACES * people) / rows))}`;
}

/** About how many people there are, where some of them were drawn and have several rows. */
function baseOf({ people, rows, nameless, named }: Heads): number {
  return Math.round((people * (rows - nameless)) / Math.max(1, named));
}

/** The ids of those who are drawn, some at a time; one may come twice. */
async function* drawnIds(
  connection: DuckDBConnection,
  parts: readonly AudiencePart[],
  drawn: string | null,
): AsyncGenerator<readonly string[]> {
  const ids = union(parts.map((part) => `select ${part.id} as id from ${relationOf(part.file)}`));
  const found = await connection.runAndReadAll(
    `select distinct id from (${ids}) where id is not null${drawn === null ? '' : ` and ${drawn}`} order by id`,
  );
  const all = found.getRowsJson().map(([id]) => id as string);
  for (let start = 0; start < all.length; start += IDS_AT_ONCE) yield all.slice(start, start + IDS_AT_ONCE);
}

const IDS_AT_ONCE = 10_000;

const NOT_ACTIVE: Gate = { code: 'NOT_ACTIVE', passes: 'false' };

interface SourceParts {
  readonly parts: readonly AudiencePart[];
  readonly notes: readonly string[];
  /** How many people the source has, where the parts are a sample already; else null. */
  readonly base: number | null;
}

async function sourceParts(
  connection: DuckDBConnection,
  facts: readonly NeededFact[],
  { source, strategy, documents, folder, now, sample, signal }: AudienceRequest,
): Promise<SourceParts> {
  const { facts: catalogue } = documents;
  const timeZone = timeZoneOf(documents);
  if (source.kind === 'stored') {
    const { database } = source;
    const reading = { database, facts, catalogue, timeZone, now, folder, signal };
    // Of files nothing is needed that knows the store.
    const { storedPart } = await import('./stored/stored-people.js');
    const { part, base } = await storedPart({ ...reading, sample: sample?.people });
    return { parts: [part], notes: [], base };
  }
  const purpose = strategy.document.consent;
  return { ...(await fileParts(connection, { source, facts, purpose, catalogue, timeZone, folder })), base: null };
}

/** People who are ready to be read. */
interface ReadyPeople {
  readonly people: number;
  /** How many pass each gate and all those before it. */
  readonly counts: readonly number[];
  readonly ready: readonly AudiencePart[];
}

/** The people where they stand. */
async function usePeople(
  connection: DuckDBConnection,
  parts: readonly AudiencePart[],
  gates: readonly Gate[],
): Promise<ReadyPeople> {
  const everybody = union(parts.map((part) => partSql(part)));
  const [people, ...counts] = await firstRow(
    connection,
    `select count(id), ${passed(gates).join(', ')} from (${everybody}) where id is not null`,
  );
  return { people: Number(people), counts: counts.map(Number), ready: parts };
}

/** Whether a file does not tell a fact. */
function isMissing(parts: readonly AudiencePart[], place: number): boolean {
  return parts.some(({ columns }) => columns[place] === NO_COLUMN);
}

interface Copied {
  readonly facts: readonly NeededFact[];
  /** By fact: true where profiles tell it, as the time zone. */
  readonly timeZones: readonly boolean[];
  readonly heads: Heads;
  /** The file of states. */
  readonly known: string | null;
  readonly gates: readonly Gate[];
  /** Holds for those who are drawn; null where all are. */
  readonly drawn: string | null;
  readonly folder: string;
  readonly policy: CompiledPolicy | null;
}

/** A copy of those who go on, one row each and with their state. */
async function copyPeople(
  connection: DuckDBConnection,
  parts: readonly AudiencePart[],
  { facts, timeZones, heads, known, gates, drawn, folder, policy }: Copied,
): Promise<ReadyPeople> {
  const everybody = union(parts.map((part) => partSql(part)));
  const all = drawn === null ? everybody : `select * from (${everybody}) where ${drawn}`;
  const once = heads.people < heads.named ? await onceEach(connection, all) : all;
  const consent = parts.some((part) => part.state.consent !== null) ? 'p.consent' : null;
  const columns = facts.map((_, place) => columnName(place));
  const state = joinedState(consent, policy);
  const cells = columns.map((name, place) =>
    timeZones[place] === true ? `coalesce(p.${name}, s.time_zone) as ${name}` : `p.${name}`,
  );
  const joined =
    known === null
      ? `select * from (${once}) p where id is not null`
      : `select ${['p.id', ...cells, ...stateNames(state).map((name) => `${state[name] ?? ''} as ${STATE_COLUMNS[name]}`)].join(', ')}
         from (${once}) p left join ${relationOf(known)} s on s.id = p.id where p.id is not null`;
  const [people, ...counts] = await firstRow(
    connection,
    `select count(*), ${passed(gates).join(', ')} from (${joined})`,
  );
  const file = join(folder, 'people.parquet');
  const where = allOf(gates);
  await connection.run(
    `copy (select * from (${joined})${where === null ? '' : ` where ${where}`}) to '${file.replaceAll("'", "''")}' (format parquet, row_group_size 65536)`,
  );
  const groups = await groupsOf(connection, file);
  const rows = groups.reduce((sum, each) => sum + each, 0);
  const there = known === null ? { ...NO_STATE, consent } : state;
  const kept = Object.fromEntries(stateNames(there).map((name) => [name, STATE_COLUMNS[name]]));
  return {
    people: Number(people),
    counts: counts.map(Number),
    ready: [{ file, rows, groups, id: 'id', columns, state: { ...NO_STATE, ...kept } }],
  };
}

function union(queries: readonly string[]): string {
  return queries.join(' union all ');
}

/** How many pass each gate and all those before it. */
function passed(gates: readonly Gate[]): readonly string[] {
  return gates.length === 0
    ? ['0']
    : gates.map((_, index) => `count(*) filter (where ${allOf(gates.slice(0, index + 1)) ?? 'true'})`);
}

function allOf(gates: readonly Gate[]): string | null {
  return gates.length === 0 ? null : gates.map(({ passes }) => `(${passes})`).join(' and ');
}

function stoppedBy(
  gates: readonly Gate[],
  people: number,
  counts: readonly number[],
): Pick<PreparedAudience, 'stopped' | 'steps'> {
  const stopped = new Map<Gate['code'], number>();
  gates.forEach(({ code }, index) => {
    const before = index === 0 ? people : (counts[index - 1] ?? 0);
    stopped.set(code, (stopped.get(code) ?? 0) + before - (counts[index] ?? 0));
  });
  return {
    stopped: [...stopped].map(([code, count]) => ({ code, people: count })),
    steps: gates.flatMap(({ step }, index) => (step === undefined ? [] : [{ ...step, people: counts[index] ?? 0 }])),
  };
}

/** The columns with the texts that occur in them, where they are few: in one pass. */
async function columnsOf(
  connection: DuckDBConnection,
  facts: readonly NeededFact[],
  parts: readonly AudiencePart[],
): Promise<readonly AudienceColumn[]> {
  const columns: AudienceColumn[] = [];
  for (const [place, { key, type }] of facts.entries()) {
    const isText = type === 'string' || type === 'date';
    const categories = isText ? await categoriesOf(connection, parts, place) : null;
    columns.push({ key, type, ...(categories === null ? {} : { categories }) });
  }
  return columns;
}

async function categoriesOf(
  connection: DuckDBConnection,
  parts: readonly AudiencePart[],
  place: number,
): Promise<readonly string[] | null> {
  const cells = union(
    parts.map(({ columns, file }) => `select ${columns[place] ?? 'null'} as cell from ${relationOf(file)}`),
  );
  const found = await connection.runAndReadAll(
    `select distinct cell from (${cells}) where cell is not null limit ${String(MOST_CATEGORIES + 1)}`,
  );
  const texts = found.getRowsJson().map(([cell]) => cell as string);
  return texts.length > MOST_CATEGORIES ? null : texts.sort();
}

function headNotes({ named, nameless, people }: Heads): readonly string[] {
  const doubles = named - people;
  return [
    ...(nameless === 0
      ? []
      : [`${countWords(nameless, 'row')} without an id ${nameless === 1 ? 'was' : 'were'} left out`]),
    ...(doubles === 0
      ? []
      : [
          `${countWords(doubles, 'row')} of people who have another row ${doubles === 1 ? 'was' : 'were'} left out: each person counts once`,
        ]),
  ];
}
