import { type EntityManager } from 'typeorm';
import { type Switch, type SwitchedOff } from '#strata/engine';
import { recordChange } from '#strata/platform/audit';
import { StrataError } from '#sdk';

/** A switch of a strategy as it is now. */
export interface SwitchRow extends SwitchedOff {
  readonly strategy: string;
  readonly switch: Switch;
  /** While it is not, the other members tell who switched it on again, why and when. */
  readonly off: boolean;
}

/** Somebody who switches something off, or on again. */
export interface Switching extends Omit<SwitchedOff, 'since'> {
  readonly strategy: string;
  readonly switch: Switch;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
}

/** The switches that were ever used: of one strategy, or of all. */
export async function findSwitches(manager: EntityManager, strategy?: string): Promise<readonly SwitchRow[]> {
  const rows: (Omit<SwitchRow, 'since'> & { readonly since: Date })[] = await manager.query(
    `select strategy, switch, off, who as by, reason, since from strategy_switches
     where $1::text is null or strategy = $1 order by strategy, switch`,
    [strategy ?? null],
  );
  return rows.map((row) => ({ ...row, since: row.since.getTime() }));
}

/**
 * Switches something off, once whoever else does so too, and records it in the audit log; in the caller's transaction.
 *
 * @returns false where it is off already: then who switched it off first stays
 */
export async function switchOff(manager: EntityManager, switching: Switching): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `insert into strategy_switches as s (strategy, switch, off, who, reason, since) values ($1, $2, true, $3, $4, $5)
     on conflict (strategy, switch) do update
       set off = true, who = excluded.who, reason = excluded.reason, since = excluded.since
       where not s.off
     returning strategy`,
    valuesOf(switching),
  );
  return await recorded(manager, switching, rows.length > 0);
}

/** Switches something on again, and records it; in the caller's transaction. @returns false where it is on */
export async function switchOn(manager: EntityManager, switching: Switching): Promise<boolean> {
  const [rows] = await manager.query<[unknown[], number]>(
    `update strategy_switches set off = false, who = $3, reason = $4, since = $5
     where strategy = $1 and switch = $2 and off returning strategy`,
    valuesOf(switching),
  );
  return await recorded(manager, { ...switching, on: true }, rows.length > 0);
}

/** Who stopped a strategy; null where it is not stopped. */
export async function findStop(manager: EntityManager, strategy: string): Promise<SwitchedOff | null> {
  const stop = (await findSwitches(manager, strategy)).find((row) => row.switch === 'stop' && row.off);
  return stop === undefined ? null : { by: stop.by, reason: stop.reason, since: stop.since };
}

/** @throws StrataError STRATEGY_STOPPED where somebody stopped the strategy */
export async function assertNotStopped(manager: EntityManager, strategy: string): Promise<void> {
  const stop = await findStop(manager, strategy);
  if (stop !== null) throw strategyStopped(strategy, stop);
}

/** Why nothing is done with a strategy. */
export function strategyStopped(strategy: string, { by, reason }: SwitchedOff): StrataError {
  return new StrataError('STRATEGY_STOPPED', `${by} stopped the strategy "${strategy}": ${reason}`, {
    problems: [
      { message: `"${strategy}" is stopped`, expected: `strata strategies resume ${strategy} --reason …, first` },
    ],
  });
}

function valuesOf({ strategy, switch: which, by, reason, now }: Switching): readonly string[] {
  return [strategy, which, by, reason, new Date(now).toISOString()];
}

const WHAT: Readonly<Record<Switch, { readonly off: string; readonly on: string }>> = {
  stop: { off: 'strategy.stopped', on: 'strategy.resumed' },
  fixedArms: { off: 'strategy.armsFixed', on: 'strategy.armsFreed' },
};

async function recorded(
  manager: EntityManager,
  { strategy, switch: which, by, reason, on = false }: Switching & { readonly on?: boolean },
  changed: boolean,
): Promise<boolean> {
  if (!changed) return false;
  const what = WHAT[which][on ? 'on' : 'off'];
  const [before, after] = [{ [which]: on }, { [which]: !on, reason }];
  await recordChange(manager, { who: by, what, subject: `strategy:${strategy}`, before, after });
  return true;
}
