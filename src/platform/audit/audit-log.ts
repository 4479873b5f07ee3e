import { type EntityManager } from 'typeorm';
import { uuidv7 } from '#strata/kernel';

/** Something that somebody changed. `before` and `after` are JSON; null where there was or is nothing. */
export interface AuditedChange {
  /** Who did it, as `actorOf` names a caller; on the command line the user of the system. */
  readonly who: string;
  /** The kind of thing and what happened to it, as its room names it: `model.promoted`. */
  readonly what: string;
  /** What was changed, such as `model:natural-conversion`. Never the id of a person, but its hash: `person:<hash>`. */
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A change as it is listed. */
export interface AuditEntry extends AuditedChange {
  /** UUID version 7: later entries have greater ids. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Records a change in the transaction that makes it, so that there is never one without the other. */
export async function recordChange(manager: EntityManager, change: AuditedChange): Promise<void> {
  const { who, what, subject, before, after } = change;
  await manager.query('insert into audit_log (id, who, what, subject, before, after) values ($1, $2, $3, $4, $5, $6)', [
    uuidv7(),
    who,
    what,
    subject,
    textOf(before),
    textOf(after),
  ]);
}

/** Changes, the latest first; `before` is the id that the previous page ended with. */
export async function findChanges(
  manager: EntityManager,
  page: {
    readonly subject: string | null;
    /** Only changes whose person, kind or subject contains this text, in whatever case. */
    readonly search?: string | null;
    readonly before: string | null;
    readonly limit: number;
  },
): Promise<readonly AuditEntry[]> {
  const rows = await manager.query<AuditRow[]>(
    `select id, at, who, what, subject, before, after from audit_log
     where ($1::text is null or subject = $1) and ($2::text is null or id < $2)
       and ($4::text is null or position(lower($4) in lower(concat_ws(' ', who, what, subject))) > 0)
     order by id desc limit $3`,
    [page.subject, page.before, page.limit, page.search ?? null],
  );
  return rows.map(({ at, before, after, ...row }) => ({
    ...row,
    at: at.toISOString(),
    before: valueOf(before),
    after: valueOf(after),
  }));
}

/** Forgets everything about these subjects. @returns how many entries went */
export async function forgetSubjects(manager: EntityManager, subjects: readonly string[]): Promise<number> {
  const [, count] = await manager.query<[unknown[], number]>('delete from audit_log where subject = any($1)', [
    subjects,
  ]);
  return count;
}

/** Everything about these subjects but the subjects themselves, the earliest first, as it is stored. */
export async function changesOfSubjects(
  manager: EntityManager,
  subjects: readonly string[],
): Promise<readonly unknown[]> {
  return await manager.query('select at, who, what, before, after from audit_log where subject = any($1) order by id', [
    subjects,
  ]);
}

interface AuditRow extends Omit<AuditEntry, 'at' | 'before' | 'after'> {
  readonly at: Date;
  readonly before: string | null;
  readonly after: string | null;
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function valueOf(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
