import { isStrataError, OUTLIER, pickFrameRows } from '#sdk';
import { type AnalysisTask } from '../contract/index.js';
import { type KeptGroups, unpackGroups } from './artefact.js';
import { assignPeople, encodeFacts } from './group-people.js';
import { matchGroups } from './match-personas.js';
import { type PersonasReport } from './report/personas-report.js';
import { type GatheredPeople } from './read-people.js';

/** Which persona each group is. */
export interface NamedGroups {
  /** By group. */
  readonly ids: readonly string[];
  readonly since: readonly string[];
  readonly ended: readonly string[];
  readonly highest: number;
  /** Share of the people that were compared who have the persona they had; null where there is no version before. */
  readonly kept: number | null;
}

interface Groups {
  readonly labels: Int32Array;
  readonly groups: number;
}

/** The facts by which the version before knows people; none where there is none. */
export function factsBefore({ previous }: AnalysisTask): readonly string[] {
  const kept = keptBefore(previous);
  return kept === null ? [] : kept.features.map(({ name }) => name);
}

/**
 * Names groups as those of the version before that share most people with them, by what that version says of the people of
 * now; a group that is like none of them gets a number that no persona had.
 *
 * @param rows of the people that are compared
 */
export async function nameGroups(
  task: AnalysisTask,
  { people, labels, groups }: Groups & { readonly people: GatheredPeople },
  rows: Uint32Array,
): Promise<NamedGroups> {
  const { previous, until } = task;
  const at = new Date(until).toISOString();
  const before = previous === null ? null : (previous.report as PersonasReport);
  const then = await groupsBefore(task, people, rows);
  const matched =
    then === null
      ? Array.from({ length: groups }, () => null)
      : matchGroups(then, { labels: pick(labels, rows), groups });
  let highest = before?.highest ?? 0;
  const named = matched.map((was) => {
    const persona = before?.personas.find(({ id }) => was !== null && id === then?.ids[was]);
    return persona === undefined
      ? { id: `persona-${String(++highest)}`, since: at }
      : { id: persona.id, since: persona.since };
  });
  const ids = named.map(({ id }) => id);
  return {
    ids,
    since: named.map(({ since }) => since),
    ended: (before?.personas ?? []).map(({ id }) => id).filter((id) => !ids.includes(id)),
    highest,
    kept: then === null ? null : shareKept(then, pick(labels, rows), ids),
  };
}

/** What the version before says of these people; null where it cannot be asked any more. */
async function groupsBefore(task: AnalysisTask, { columns }: GatheredPeople, rows: Uint32Array) {
  const kept = keptBefore(task.previous);
  const isKnown = kept?.features.every(({ name }) => columns.some((column) => column.name === name)) ?? false;
  if (kept === null || !isKnown) return null;
  const count =
    columns[0] === undefined ? 0 : columns[0].type === 'number' ? columns[0].values.length : columns[0].codes.length;
  try {
    const frame = pickFrameRows(encodeFacts(kept, columns, count), rows);
    return { labels: await assignPeople(task.host, kept.fitted, frame), groups: kept.ids.length, ids: kept.ids };
  } catch (error) {
    // A plugin that is not there any more, or reads another form: its personas end.
    if (isStrataError(error) && error.code !== 'CANCELLED') return null;
    throw error;
  }
}

function keptBefore(previous: AnalysisTask['previous']): KeptGroups | null {
  return previous?.artefact == null ? null : unpackGroups(previous.artefact);
}

function shareKept(
  then: { readonly labels: Int32Array; readonly ids: readonly string[] },
  labels: Int32Array,
  ids: readonly string[],
): number {
  const idOf = (label: number, names: readonly string[]) => (label === OUTLIER ? 'outlier' : names[label]);
  const same = labels.reduce(
    (sum, label, row) => sum + (idOf(label, ids) === idOf(then.labels[row] ?? OUTLIER, then.ids) ? 1 : 0),
    0,
  );
  return Math.round((1e4 * same) / Math.max(1, labels.length)) / 1e4;
}

function pick(labels: Int32Array, rows: Uint32Array): Int32Array {
  return Int32Array.from(rows, (row) => labels[row] ?? OUTLIER);
}
