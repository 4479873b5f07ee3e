import { type DuckDBConnection } from '@duckdb/node-api';
import { timeZoneOf } from '#strata/engine';
import { StrataError } from '#sdk';
import { columnsOf } from './audience-columns.js';
import { type AudienceSample, baseOf, drawnIds, drawnSql } from './drawn-people.js';
import { type PreparedAudience, type AudiencePart, type AudienceSource, NO_COLUMN } from './people/audience.js';
import { type FileReading } from './files/file-parts.js';
import { rowNotes } from './people/audience-notes.js';
import { openBounded } from './people/duckdb.js';
import { type CampaignReads, type NeededFact, neededFacts } from './people/needed-facts.js';
import { keepStates, type PersonStates } from './people/person-states.js';
import { copyPeople, usePeople } from './ready-people.js';
import { countHeads } from './sql/duplicates.js';
import { relationOf, union } from './sql/part-sql.js';
import { allOf, type Gate, gatesOf, stoppedBy } from './sql/passing.js';

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

/** Memory of the DuckDB that counts and joins, in MB. */
const MEMORY = 256;

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
  const { parts, notes, base, unknown } = await sourceParts(connection, facts, request);
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
    unknown,
    columns: await columnsOf(connection, facts, ready),
    parts: ready,
    where: needsCopy ? null : allOf(gates),
    ...stoppedBy(gates, people, counts),
    notes: [...notes, ...rowNotes({ nameless: heads.nameless, duplicates: heads.named - heads.people, unknown })],
  };
}

/** Whether a file does not tell a fact. */
function isMissing(parts: readonly AudiencePart[], place: number): boolean {
  return parts.some(({ columns }) => columns[place] === NO_COLUMN);
}

const NOT_ACTIVE: Gate = { code: 'NOT_ACTIVE', passes: 'false' };

interface SourceParts {
  readonly parts: readonly AudiencePart[];
  readonly notes: readonly string[];
  /** How many people the source has, where the parts are a sample already; else null. */
  readonly base: number | null;
  /** People who are named and not stored. */
  readonly unknown: number;
}

async function sourceParts(
  connection: DuckDBConnection,
  facts: readonly NeededFact[],
  { source, strategy, documents, folder, now, sample, signal }: AudienceRequest,
): Promise<SourceParts> {
  const { facts: catalogue } = documents;
  const timeZone = timeZoneOf(documents);
  // Each kind loads what reads it: threads, which read what is ready, come through the same door.
  if (source.kind === 'stored') {
    const { database, among } = source;
    const reading = { database, facts, catalogue, timeZone, now, folder, signal };
    const { storedPart } = await import('./stored/stored-people.js');
    const named = among === undefined ? undefined : await idsIn(connection, among, { catalogue, timeZone, folder });
    const { part, base, unknown } = await storedPart({ ...reading, sample: sample?.people, named });
    return { parts: [part], notes: [], base, unknown };
  }
  const { fileParts } = await import('./files/file-parts.js');
  const purpose = strategy.document.consent;
  const found = await fileParts(connection, { source, facts, purpose, catalogue, timeZone, folder });
  return { ...found, base: null, unknown: 0 };
}

/** The ids that files name. */
async function idsIn(
  connection: DuckDBConnection,
  among: Pick<FileReading['source'], 'files' | 'id' | 'directory'>,
  reading: Pick<FileReading, 'catalogue' | 'timeZone' | 'folder'>,
): Promise<AsyncIterable<readonly string[]>> {
  const { fileParts } = await import('./files/file-parts.js');
  const source = { kind: 'files', ...among } as const;
  const { parts } = await fileParts(connection, { source, facts: [], purpose: undefined, ...reading });
  return drawnIds(connection, parts, null);
}
