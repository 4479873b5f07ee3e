import { type EntityManager } from 'typeorm';
import { type Decision, type Strategy } from '#strata/engine';
import { durationMilliseconds } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { idsOfPersons, resolvePersons } from '#strata/profiles/store';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { type DecisionLog } from '../log/index.js';
import { findStored } from '../replay/index.js';
import {
  type Exposure,
  exposureOf,
  type ExposedPerson,
  type ExposureSource,
  holdoutKey,
  insertExposures,
  lastHoldouts,
  IN_PIECE,
  keepProgress,
  nextPiece,
  type Piece,
  takeTurn,
} from '#strata/ledger/exposures';

/** The decisions of so many transactions are read first; then of more or fewer. */
const FIRST_PIECE = 100;
/** Decisions of one piece, about. */
const DECISIONS_AT_ONCE = 1_000;

interface DecisionRow {
  readonly id: string;
  readonly strategy: string;
  readonly release: string;
  readonly decision: string;
}

interface Ports {
  readonly database: Database;
  readonly releases: CurrentRelease;
  readonly log: DecisionLog;
}

/** The exposures of decisions: of those that offered something or held somebody out. */
export function decisionExposures(ports: Ports): ExposureSource {
  return {
    project: () => projectDecisions(ports),
    projectPerson: (userId) => projectPerson(ports, userId),
    find: (id) => findExposed(ports, id),
  };
}

async function projectDecisions({ database, releases }: Omit<Ports, 'log'>): Promise<void> {
  let most = FIRST_PIECE;
  for (;;) {
    const piece = await database.run((manager) => nextPiece(manager, 'decisions', most));
    const rows = await database.run((manager) => findIn(manager, piece));
    await project({ database, releases }, rows);
    await database.run((manager) => keepProgress(manager, 'decisions', piece));
    if (piece.last) break;
    most = rows.length < DECISIONS_AT_ONCE ? 4 * most : Math.max(1, Math.floor(most / 4));
  }
}

async function projectPerson({ database, releases }: Omit<Ports, 'log'>, userId: string): Promise<void> {
  const rows = await database.run(async (manager) => findOfUsers(manager, await idsOfPersons(manager, [userId])));
  await project({ database, releases }, rows);
}

async function findExposed({ log }: Ports, id: string): Promise<ExposedPerson> {
  const { decision } = await findStored(log, id);
  const { userId, strategy, outcome } = JSON.parse(decision) as Decision;
  return { userId, strategy: outcome === 'none' ? null : strategy };
}

async function project({ database, releases }: Omit<Ports, 'log'>, rows: readonly DecisionRow[]): Promise<void> {
  if (rows.length === 0) return;
  // Before the transaction: the releases come from the same database, which may have one connection only.
  const made = await Promise.all(rows.map((row) => read(row, releases)));
  await database.transaction(async (manager) => {
    await takeTurn(manager);
    const left = await stillThere(manager, rows);
    await insertExposures(
      manager,
      await countedOnce(
        manager,
        made.filter(({ exposure }) => left.has(exposure.decisionId)),
      ),
    );
  });
}

/** Whoever was erased since the rows were read must not come back. */
async function stillThere(manager: EntityManager, rows: readonly DecisionRow[]): Promise<ReadonlySet<string>> {
  const left = await manager.query<{ id: string }[]>('select id from decisions where id = any($1)', [
    rows.map(({ id }) => id),
  ]);
  return new Set(left.map(({ id }) => id));
}

interface Made {
  readonly exposure: Exposure;
  /** Milliseconds in which asking again gives the same offer again. */
  readonly repeatedFor: number;
}

async function read({ strategy, release, decision }: DecisionRow, releases: CurrentRelease): Promise<Made> {
  const { documents } = await releases.byHash(release);
  const document = documents.strategies.find(({ id }) => id === strategy) as Strategy;
  const perUser = document.limits?.perUser;
  return {
    exposure: exposureOf(JSON.parse(decision) as Decision, document),
    repeatedFor: perUser === undefined ? 0 : (durationMilliseconds(perUser.within) ?? 0) / perUser.contacts,
  };
}

/**
 * Who asks again and again gets the same offer again and is treated once. So a person who is held out is held out once in
 * the same time, whichever of its ids asks: else the windows of hold-outs would last longer than those of the treated, and their goal events be more.
 */
async function countedOnce(manager: EntityManager, made: readonly Made[]): Promise<readonly Exposure[]> {
  const heldOut = made.filter(({ exposure }) => exposure.offer === null).map(({ exposure }) => exposure.userId);
  const persons = await resolvePersons(manager, heldOut);
  const personOf = (userId: string) => persons.get(userId) ?? userId;
  const last = await lastHoldouts(manager, [...new Set(heldOut.map(personOf))]);
  return made.flatMap(({ exposure, repeatedFor }) => {
    if (exposure.offer !== null) return [exposure];
    const key = holdoutKey({ person: personOf(exposure.userId), strategy: exposure.strategy });
    if (exposure.at < (last.get(key) ?? -Infinity) + repeatedFor) return [];
    last.set(key, exposure.at);
    return [exposure];
  });
}

const COLUMNS = 'd.id, d.strategy, d.release, d.decision';
const UNSEEN = `d.outcome <> 'none' and d.strategy is not null
  and not exists (select 1 from exposures x where x.decision_id = d.id)`;

async function findIn(manager: EntityManager, { from, until, last }: Piece): Promise<readonly DecisionRow[]> {
  return await manager.query(`select ${COLUMNS} from decisions d where ${IN_PIECE} and ${UNSEEN} order by d.id`, [
    from,
    until,
    last,
  ]);
}

async function findOfUsers(manager: EntityManager, userIds: readonly string[]): Promise<readonly DecisionRow[]> {
  return await manager.query(
    `select ${COLUMNS} from decisions d where d.user_id = any($1) and ${UNSEEN} order by d.id`,
    [userIds],
  );
}
