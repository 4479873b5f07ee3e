import { type EntityManager } from 'typeorm';
import { type Decision, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { DECISION } from '#strata/ledger/contacts';
import {
  type DrawnPeople,
  type ExposedPerson,
  exposureOf,
  type ExposureSource,
  IN_PIECE,
  keepProgress,
  nextPiece,
  type Piece,
  recordDrawn,
  recordExposures,
  scoringModel,
  takeTurn,
  withoutExposure,
} from '#strata/ledger/exposures';
import { type Database } from '#strata/platform/database';
import { idsOfPersons } from '#strata/profiles/store';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { type DecisionLog, readDecision } from '../log/index.js';
import { findStored } from '../replay/index.js';

/** The decisions of so many transactions are read first; then of more or fewer. */
const FIRST_PIECE = 100;
/** Decisions of one piece, about. */
const DECISIONS_AT_ONCE = 1_000;
const JOURNAL = 'decisions';

interface Ports {
  readonly database: Database;
  readonly releases: CurrentRelease;
  readonly log: DecisionLog;
}

/** The exposures of decisions: of those that offered something, held somebody out, or drew somebody into an arm. */
export function decisionExposures(ports: Ports): ExposureSource {
  return {
    journal: JOURNAL,
    project: () => projectDecisions(ports),
    projectPerson: (userId) => projectPerson(ports, userId),
    find: (id) => findExposed(ports, id),
  };
}

async function projectDecisions(ports: Ports): Promise<void> {
  const { database } = ports;
  let most = FIRST_PIECE;
  for (;;) {
    const piece = await database.run((manager) => nextPiece(manager, JOURNAL, most));
    const ids = await database.run((manager) => exposingIn(manager, piece));
    await project(ports, ids);
    await database.run((manager) => keepProgress(manager, JOURNAL, piece));
    if (piece.last) break;
    most = ids.length < DECISIONS_AT_ONCE ? 4 * most : Math.max(1, Math.floor(most / 4));
  }
}

async function projectPerson(ports: Ports, userId: string): Promise<void> {
  const ids = await ports.database.run(async (manager) =>
    exposingUsers(manager, await idsOfPersons(manager, [userId])),
  );
  await project(ports, ids);
}

async function findExposed({ log }: Ports, id: string): Promise<ExposedPerson> {
  const { decision } = await findStored(log, id);
  const { userId, strategy, outcome, arm } = readDecision(decision);
  return { userId, strategy: outcome === 'none' && arm === null ? null : strategy };
}

async function project({ database, releases }: Ports, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await database.run(async (manager) => findRows(manager, [...(await withoutExposure(manager, ids))]));
  if (rows.length === 0) return;
  // Before the transaction: the releases come from the same database, which may have one connection only.
  const exposing = await Promise.all(rows.map((row) => readExposing(row, releases)));
  await database.transaction(async (manager) => {
    await takeTurn(manager);
    const left = await stillThere(manager, ids);
    const made = exposing.filter(({ decision }) => left.has(decision.id));
    await recordExposures(manager, made.flatMap(exposuresOf));
    for (const [strategy, people] of drawnByStrategy(made)) {
      await recordDrawn(manager, { strategy, source: DECISION, people });
    }
  });
}

interface DecisionRow {
  readonly release: string;
  readonly decision: string;
}

/** A decision that may expose its user, with the strategies and models as they were then. */
interface Exposing extends Pick<ReleaseDocuments, 'strategies' | 'models'> {
  readonly decision: Decision;
}

async function readExposing({ release, decision }: DecisionRow, releases: CurrentRelease): Promise<Exposing> {
  const { documents } = await releases.byHash(release);
  const { strategies, models } = documents;
  return { decision: readDecision(decision), strategies, models };
}

function strategyOf({ strategies }: Exposing, strategy: string): Strategy {
  return strategies.find(({ id }) => id === strategy) as Strategy;
}

function exposuresOf(exposing: Exposing) {
  const { decision } = exposing;
  const { id, userId, arm, offer, at, outcome, heldOutOf = 'strategy', propensity = null, scores } = decision;
  if (outcome === 'none' || decision.strategy === null) return [];
  const strategy = strategyOf(exposing, decision.strategy);
  const scoring = scoringModel(strategy, exposing.models);
  const score = scores.find(({ model }) => model === scoring?.model) ?? null;
  return [
    exposureOf(
      {
        ...{ id, source: DECISION, userId, arm, offer: offer?.id ?? null, heldOutOf, at: Date.parse(at), propensity },
        score,
      },
      strategy,
    ),
  ];
}

/** Who was drawn by each strategy that was asked. Documents of a release are the same objects for all of its decisions. */
function drawnByStrategy(made: readonly Exposing[]): ReadonlyMap<Strategy, DrawnPeople['people']> {
  const drawn = new Map<Strategy, DrawnPeople['people'][number][]>();
  for (const exposing of made) {
    const { userId, at } = exposing.decision;
    for (const [id, arm] of armsDrawn(exposing.decision)) {
      const strategy = strategyOf(exposing, id);
      const people = drawn.get(strategy) ?? [];
      drawn.set(strategy, people);
      people.push({ userId, arm, at: Date.parse(at) });
    }
  }
  return drawn;
}

/** By strategy: of the one that is reported, and of the others. */
function armsDrawn({ strategy, arm, otherArms = {} }: Decision): readonly (readonly [string, string])[] {
  const own = strategy === null || arm === null ? [] : [[strategy, arm] as const];
  return [...own, ...Object.entries(otherArms)];
}

/** A decision of outcome `none` exposes where it names an arm; a text inside of it that looks like one does no harm. */
const EXPOSES = `strategy is not null and
  (outcome <> 'none' or decision like '%"arm":"%' or decision like '%"otherArms":{%')`;

async function exposingIn(manager: EntityManager, { from, until, last }: Piece): Promise<readonly string[]> {
  return await idsOf(manager, `${IN_PIECE} and ${EXPOSES}`, [from, until, last]);
}

async function exposingUsers(manager: EntityManager, userIds: readonly string[]): Promise<readonly string[]> {
  return await idsOf(manager, `user_id = any($1) and ${EXPOSES}`, [userIds]);
}

/** Whoever was erased since the rows were read must not come back. */
async function stillThere(manager: EntityManager, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set(await idsOf(manager, 'id = any($1)', [ids]));
}

async function idsOf(manager: EntityManager, where: string, parameters: unknown[]): Promise<readonly string[]> {
  const rows = await manager.query<{ id: string }[]>(`select id from decisions where ${where}`, parameters);
  return rows.map(({ id }) => id);
}

/** In the order of their making: of the same person, the first is the one that counts. */
async function findRows(manager: EntityManager, ids: readonly string[]): Promise<readonly DecisionRow[]> {
  return await manager.query('select release, decision from decisions where id = any($1) order by id', [ids]);
}
