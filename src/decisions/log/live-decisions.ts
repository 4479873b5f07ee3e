import { type EntityManager } from 'typeorm';
import {
  type LiveDecisions,
  type ScoredPerson,
  type ScoredRequest,
  type SettledPerson,
  type SettledRequest,
} from '#strata/models/proof/drift';
import { DECISION } from '#strata/ledger/contacts';
import { settledExposures } from '#strata/ledger/exposures';
import { type Database } from '#strata/platform/database';
import { readCase } from './rows/read-stored.js';
import { type StoredCase } from './rows/stored-decision.js';

/** Rows are read in pages, so that a server answers between two of them … */
const PAGE = 250;
/** … and no more than so many times as many as are wanted. */
const REACH = 4;

/** The people of today as the log of decisions knows them, for the drift of models. */
export function liveDecisions(database: Database): LiveDecisions {
  return {
    scored: (request) => database.run((manager) => scoredPeople(manager, request)),
    settled: (request) => database.run((manager) => settledPeople(manager, request)),
  };
}

async function scoredPeople(manager: EntityManager, request: ScoredRequest): Promise<readonly ScoredPerson[]> {
  return await readPages(request, async (before) => {
    const rows: { id: string; at: Date | string; input: string }[] = await manager.query(
      'select id, at, input from decisions where id < $1 order by id desc limit $2',
      [before, PAGE],
    );
    const people = rows.flatMap(({ at, input }): ScoredPerson[] => {
      const stored = readCase(input);
      const score = scoreOf(stored, request);
      return score === null ? [] : [{ at: new Date(at).getTime(), facts: stored.input.facts, score }];
    });
    return { people, rows };
  });
}

async function settledPeople(
  manager: EntityManager,
  { side, now, ...request }: SettledRequest,
): Promise<readonly SettledPerson[]> {
  return await readPages(request, async (before) => {
    const rows = await settledExposures(manager, {
      source: DECISION,
      role: side === 'treated' ? side : 'held-out',
      ...{ before, now, limit: PAGE },
    });
    const inputs = await findInputs(
      manager,
      rows.map(({ id }) => id),
    );
    const people = rows.flatMap(({ id, converted }): SettledPerson[] => {
      const input = inputs.get(id);
      const score = input === undefined ? null : scoreOf(readCase(input), request);
      return score === null ? [] : [{ score, converted }];
    });
    return { people, rows };
  });
}

async function findInputs(manager: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows: { id: string; input: string }[] = await manager.query(
    'select id, input from decisions where id = any($1)',
    [ids],
  );
  return new Map(rows.map(({ id, input }) => [id, input]));
}

/** People of page after page, from the newest on, until there are enough. */
async function readPages<P>(
  { limit }: ScoredRequest,
  read: (
    before: string,
  ) => Promise<{ readonly people: readonly P[]; readonly rows: readonly { readonly id: string }[] }>,
): Promise<readonly P[]> {
  const found: P[] = [];
  let before = NEWEST;
  for (let seen = 0; seen < REACH * limit && found.length < limit; seen += PAGE) {
    const { people, rows } = await read(before);
    found.push(...people);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) break;
    before = last.id;
  }
  return found.slice(0, limit);
}

/** After all ids. */
const NEWEST = 'g';

/** Null where another version, or none, scored. */
function scoreOf({ scores }: StoredCase, { model, version }: ScoredRequest): number | null {
  const score = scores[model];
  return score?.status === 'scored' && score.version === version ? score.value : null;
}
