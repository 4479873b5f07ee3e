import { type EntityManager } from 'typeorm';
import { addMoments, type Moments, noMoments } from '#strata/statistics/experiments';
import { EXPOSED_VARIABLES, type ExposedGroup, type ExposedQuestion } from './exposed-question.js';
import { sumsByPerson } from './sums-by-person.js';
import { sumsByRow } from './sums-by-row.js';

/** The people of a strategy as sums. */
export interface ExposedSums {
  /** Compared by the arm that they were drawn into, whatever they got (intent to treat). */
  readonly arms: GroupedSums;
  /** Compared by whether they were treated or held out. */
  readonly roles: GroupedSums;
  /** The same by bands of their score; null unless asked for. */
  readonly bands: BandedSums | null;
  /** Both by what people were; one an asked part, in their order. */
  readonly parts: readonly PartSums[];
  /** Both of the people who had come by then, the earliest moment first; none unless asked for. */
  readonly moments: readonly MomentSums[];
  /** From the first to the last exposure of the phase, in milliseconds since 1970; null without any. */
  readonly ran: { readonly first: number; readonly last: number } | null;
}

/** Who was treated and who was held out, by bands of a score. */
export interface BandedSums {
  /** Whose score it is. */
  readonly model: string;
  /** From the least score to the greatest: one more than there are bands; none where nobody has a score. */
  readonly edges: readonly number[];
  /** From the lowest scores to the highest, the people of each by role. */
  readonly bands: readonly ReadonlyMap<string, Moments>[];
  /** People without a score of the model, who are in no band. */
  readonly withoutScore: number;
}

/** People by what they were when they were decided about. */
export interface PartSums {
  readonly name: string;
  readonly values: readonly {
    /** As text. */
    readonly value: string;
    readonly arms: GroupedSums['groups'];
    readonly roles: GroupedSums['groups'];
  }[];
  /** People of whom nobody knows it, by what they are compared by. */
  readonly unknown: { readonly arm: number; readonly role: number };
}

/** The people who had come by a moment, by all that they have done since. */
interface MomentSums {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly arms: GroupedSums;
  readonly roles: GroupedSums;
}

/** People by group. */
export interface GroupedSums {
  /** Of {@link EXPOSED_VARIABLES}. */
  readonly groups: ReadonlyMap<string, Moments>;
  /** People of several groups, who are in none. */
  readonly inSeveral: number;
}

/**
 * What the people of a strategy did since they came, until its goal's time after the last exposure is over: for everybody the
 * same, whatever a person got.
 *
 * Most people have one row of each kind, so rows are summed up as if each were a person; only those of people who have several
 * are taken out again and summed up by person. Sums may be taken apart like this, and it takes a fraction of the time.
 */
export async function exposedSums(manager: EntityManager, question: ExposedQuestion): Promise<ExposedSums> {
  const ran = await ranFrom(manager, question);
  if (ran === null) return sumsOf({ groups: [], told: [], came: [] }, question, ran, []);
  const until = ran.last + question.goal.within;
  // Compiling the statements takes PostgreSQL longer than it saves.
  await manager.query('set local jit = off');
  await manager.query(`set local work_mem = '128MB'`);
  const all = { until, who: 'all' } as const;
  const groups = isPlain(question)
    ? await plainSums(manager, question, until)
    : await sumsByPerson(manager, question, { ...all, apart: 'bands' });
  const told = question.parts === undefined ? [] : await sumsByPerson(manager, question, { ...all, apart: 'parts' });
  const moments = momentsBetween(ran, question.moments ?? 0);
  const came = moments.length === 0 ? [] : await sumsByPerson(manager, question, { ...all, apart: 'moments', moments });
  return sumsOf({ groups, told, came }, question, ran, moments);
}

/** Evenly many, the last of which is that of the last exposure. */
function momentsBetween({ first, last }: NonNullable<ExposedSums['ran']>, count: number): readonly number[] {
  if (first === last) return count === 0 ? [] : [last];
  return Array.from({ length: count }, (_, place) => first + ((last - first) * (place + 1)) / count);
}

/** What was summed up: of everybody, by what people were, and by when they came. */
interface Summed {
  readonly groups: readonly ExposedGroup[];
  readonly told: readonly ExposedGroup[];
  readonly came: readonly ExposedGroup[];
}

function sumsOf(
  { groups, told, came }: Summed,
  question: ExposedQuestion,
  ran: ExposedSums['ran'],
  moments: readonly number[],
): ExposedSums {
  const of = (by: ExposedGroup['by']) => grouped(groups.filter((group) => group.by === by));
  return {
    arms: of('arm'),
    roles: of('role'),
    bands: bandedOf(groups, question),
    parts: (question.parts?.of ?? []).map(({ name }, place) => {
      return partSums(
        name,
        told.filter(({ which }) => which === place),
      );
    }),
    moments: moments.map((at, place) => {
      const until = came.filter(({ part }) => Number(part) <= place);
      const by = (of: ExposedGroup['by']) => grouped(until.filter((group) => group.by === of));
      return { at, arms: by('arm'), roles: by('role') };
    }),
    ran,
  };
}

/** All that rows say without looking at other rows of the person. */
function isPlain({ from, to, before, winsorise, bands }: ExposedQuestion): boolean {
  return [from, to, before, bands].every((asked) => asked === undefined) && winsorise === 1;
}

async function plainSums(
  manager: EntityManager,
  question: ExposedQuestion,
  until: number,
): Promise<readonly ExposedGroup[]> {
  const all = await sumsByRow(manager, question, { until, who: 'all' });
  const several = { until, who: 'several rows' } as const;
  const again = await sumsByRow(manager, question, several);
  if (again.length === 0) return all;
  return [...all, ...again.map(negative), ...(await sumsByPerson(manager, question, several))];
}

function negative({ by, group, several, part, which, edges, ...sums }: ExposedGroup): ExposedGroup {
  const turned = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, -sum])) as typeof sums;
  return { by, group, several, part, which, edges, ...turned };
}

async function ranFrom(
  manager: EntityManager,
  { strategy, phase, from, to }: ExposedQuestion,
): Promise<ExposedSums['ran']> {
  const [row] = await manager.query<{ first: Date | null; last: Date | null }[]>(
    `select (select min(at) from exposures
              where strategy = $1 and phase = $4 and ($2::timestamptz is null or at >= $2)) as first,
       (select max(at) from exposures
         where strategy = $1 and phase = $4 and ($3::timestamptz is null or at < $3)) as last`,
    [strategy, from ?? null, to ?? null, phase],
  );
  if (row?.first == null || row.last === null || row.first > row.last) return null;
  return { first: row.first.getTime(), last: row.last.getTime() };
}

function grouped(all: readonly ExposedGroup[]): GroupedSums {
  const groups = new Map<string, Moments>();
  let inSeveral = 0;
  for (const each of all) {
    if (each.several) {
      inSeveral += each.people;
      continue;
    }
    const known = groups.get(each.group) ?? noMoments(EXPOSED_VARIABLES.length);
    groups.set(each.group, addMoments(known, momentsOfGroup(each)));
  }
  return { groups, inSeveral };
}

function bandedOf(all: readonly ExposedGroup[], { bands }: ExposedQuestion): BandedSums | null {
  if (bands === undefined) return null;
  const roles = all.filter(({ by, several }) => by === 'role' && !several);
  const scored = roles.filter(({ part }) => part !== null);
  const without = roles.filter(({ part }) => part === null);
  return {
    model: bands.model,
    edges: scored[0]?.edges ?? [],
    bands: Array.from(
      { length: bands.count },
      (_, place) => grouped(scored.filter(({ part }) => part === String(place))).groups,
    ),
    withoutScore: without.reduce((sum, { people }) => sum + people, 0),
  };
}

function partSums(name: string, all: readonly ExposedGroup[]): PartSums {
  const known = all.filter(({ several }) => !several);
  const values = [...new Set(known.flatMap(({ part }) => part ?? []))].sort();
  const groupsOf = (value: string, by: ExposedGroup['by']) =>
    grouped(known.filter((group) => group.by === by && group.part === value)).groups;
  const unknown = (of: ExposedGroup['by']) =>
    known.reduce((sum, { by, part, people }) => sum + (by === of && part === null ? people : 0), 0);
  return {
    name,
    values: values.map((value) => ({ value, arms: groupsOf(value, 'arm'), roles: groupsOf(value, 'role') })),
    unknown: { arm: unknown('arm'), role: unknown('role') },
  };
}

function momentsOfGroup(group: ExposedGroup): Moments {
  const { people, conversions, value, cost, before, beforeOfConverted, beforeTimesValue, beforeTimesCost } = group;
  const { valueSquares, costSquares, costOfConverted, valueTimesCost, beforeSquares } = group;
  return {
    people,
    sums: [conversions, value, cost, before],
    products: [
      [conversions, value, costOfConverted, beforeOfConverted],
      [value, valueSquares, valueTimesCost, beforeTimesValue],
      [costOfConverted, valueTimesCost, costSquares, beforeTimesCost],
      [beforeOfConverted, beforeTimesValue, beforeTimesCost, beforeSquares],
    ],
  };
}
