import { type DuckDBConnection } from '@duckdb/node-api';
import { join } from 'node:path';
import { type CompiledPolicy } from '#strata/engine/plan';
import { type Heads, onceEach } from './sql/duplicates.js';
import { partSql, relationOf, STATE_COLUMNS, stateNames, union } from './sql/part-sql.js';
import { allOf, type Gate, passed } from './sql/passing.js';
import { type AudiencePart, columnName, NO_STATE } from './people/audience.js';
import { firstRow, rowGroups } from './people/duckdb.js';
import { type NeededFact } from './people/needed-facts.js';
import { joinedState } from './people/person-states.js';

/** People who are ready to be read. */
interface ReadyPeople {
  readonly people: number;
  /** How many pass each gate and all those before it. */
  readonly counts: readonly number[];
  readonly ready: readonly AudiencePart[];
}

/** The people where they stand. */
export async function usePeople(
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
export async function copyPeople(
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
  const groups = await rowGroups(connection, file);
  const rows = groups.reduce((sum, each) => sum + each, 0);
  const there = known === null ? { ...NO_STATE, consent } : state;
  const kept = Object.fromEntries(stateNames(there).map((name) => [name, STATE_COLUMNS[name]]));
  return {
    people: Number(people),
    counts: counts.map(Number),
    ready: [{ file, rows, groups, id: 'id', columns, state: { ...NO_STATE, ...kept } }],
  };
}
