import { type EntityManager } from 'typeorm';
import { nextTurn } from '#strata/kernel/cron';
import { isStrataError } from '#sdk';
import { type Database } from '../database/index.js';
import { type Logger } from '../telemetry/index.js';
import { findTurns, forgetTurns, moveTurn, type TurnRow } from './turn-table.js';

/** What has turns by a schedule. */
interface Scheduled {
  readonly id: string;
  /** Five fields, valid. */
  readonly cron: string;
  /** IANA. */
  readonly timeZone: string;
}

/** A turn that is to be started. */
interface DueStart<S extends Scheduled> {
  readonly of: S;
  /** Why it stands for several turns, for people; absent where none was missed. */
  readonly note?: string;
  /** To be done in the transaction that starts it: fails where another server has started the turn. */
  readonly also: (manager: EntityManager) => Promise<void>;
}

/** All of a kind that have schedules, and how a turn of them is started. */
interface Schedules<S extends Scheduled> {
  /** Such as `campaign`. */
  readonly kind: string;
  readonly scheduled: readonly S[];
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** Puts a run into a queue. @throws StrataError CONFLICT where the run before is not over: the turn is left out */
  readonly start: (due: DueStart<S>) => Promise<unknown>;
}

interface TurnPorts {
  readonly database: Database;
  readonly log: Logger;
}

/**
 * Starts what has its turn, each once, whichever of several servers does it: the turn is moved on in the transaction that
 * starts it. For turns that were missed it is started once, with a note that says so. Turns of what has no schedule any
 * more are forgotten.
 */
export async function startDue<S extends Scheduled>(ports: TurnPorts, schedules: Schedules<S>): Promise<void> {
  const { kind, scheduled, now } = schedules;
  const known = await ports.database.run(async (manager) => {
    const turns = await findTurns(manager, kind);
    const ids = scheduled.map(({ id }) => id);
    if ([...turns.keys()].some((id) => !ids.includes(id))) await forgetTurns(manager, kind, ids);
    return turns;
  });
  for (const of of scheduled) {
    const turn = known.get(of.id);
    if (turn?.schedule !== scheduleOf(of))
      await ports.database.run((manager) => moveTurn(manager, turnAfter(kind, of, now), turn));
    else if (turn.due <= now) await startTurn(ports, schedules, { of, turn });
  }
}

/** As it is kept. */
function scheduleOf({ cron, timeZone }: Scheduled): string {
  return `${cron} ${timeZone}`;
}

function turnAfter(kind: string, of: Scheduled, now: number): TurnRow {
  // A cron expression that is valid has a turn some day.
  const due = nextTurn(of.cron, of.timeZone, now) ?? Number.MAX_SAFE_INTEGER;
  return { kind, id: of.id, schedule: scheduleOf(of), due };
}

async function startTurn<S extends Scheduled>(
  { database, log }: TurnPorts,
  { kind, now, start }: Schedules<S>,
  { of, turn }: { readonly of: S; readonly turn: TurnRow },
): Promise<void> {
  const missed = missedBefore(of, turn, now);
  const next = turnAfter(kind, of, now);
  const also = async (manager: EntityManager) => {
    if (!(await moveTurn(manager, next, turn))) throw new TakenByAnother();
  };
  try {
    await start({ of, also, ...(missed === 0 ? {} : { note: missedWords(missed) }) });
  } catch (error) {
    if (error instanceof TakenByAnother) return;
    if (!isStrataError(error) || error.code !== 'CONFLICT') throw error;
    log.warn({ kind, id: of.id }, 'the run before is not over: this turn is left out');
    await database.run((manager) => moveTurn(manager, next, turn));
  }
}

/** Another server has started the turn; undoes the transaction. */
class TakenByAnother extends Error {
  override readonly name = 'TakenByAnother';
}

/** More are not counted. */
const MOST_MISSED = 1_000;

/** The turns that came after the one that is due and are over as well. */
function missedBefore({ cron, timeZone }: Scheduled, { due }: TurnRow, now: number): number {
  let missed = 0;
  for (let at = nextTurn(cron, timeZone, due); at !== null && at <= now && missed < MOST_MISSED; missed++) {
    at = nextTurn(cron, timeZone, at);
  }
  return missed;
}

function missedWords(missed: number): string {
  return missed === 1
    ? '1 turn was missed; this run is for both'
    : `${String(missed)} turns were missed; this run is for all of them`;
}
