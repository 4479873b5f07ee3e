import { type Language } from '#strata/kernel/texts';
import { type ExperimentReadout, type ExperimentSums, readExperiment } from '../readout/index.js';
import { type ArmRow, controlOf, productMember, type SumsBody, variablesOf } from './sums.schema.js';

type ArmSums = ExperimentSums['arms'][number];

/**
 * What a warehouse's sums show: the same as a file of the people that it added up.
 *
 * @param language of the sentences; English unless told
 */
export function readSums(body: SumsBody, language?: Language): ExperimentReadout {
  const sums = sumsOfRows(body);
  const { level, margin, decide, once, tightestAt, worth, noWorseThan } = body;
  const people = sums.arms.reduce((sum, { moments }) => sum + moments.people, 0);
  return readExperiment(sums, {
    level,
    margin: margin ?? null,
    peeking: once === undefined ? { tightestAt: tightestAt ?? Math.max(1, people) } : null,
    ...(decide === undefined ? {} : { primary: decide }),
    ...(once === undefined ? {} : { plannedPeople: once }),
    ...(worth === undefined ? {} : { minimumEffect: worth }),
    ...(noWorseThan === undefined ? {} : { noWorseThan }),
    ...(language === undefined ? {} : { language }),
  });
}

/** Rows as an experiment. */
function sumsOfRows({ arms, control, inSeveralArms, days, segments }: SumsBody): ExperimentSums {
  const variables = variablesOf(arms[0]);
  const armOf = (row: ArmRow): ArmSums => ({
    arm: row.arm,
    share: row.share,
    moments: {
      people: row.people,
      sums: variables.map((variable) => row[variable] ?? 0),
      products: variables.map((a) => variables.map((b) => Number(row[productMember(a, b)] ?? 0))),
    },
  });
  const names = arms.map(({ arm }) => arm);
  return {
    variables,
    control: controlOf(control, names) ?? '',
    arms: arms.map(armOf),
    inSeveralArms,
    days: days ?? null,
    segments: segmentsOf(segments).map(({ rows, ...segment }) => ({ ...segment, arms: rows.map(armOf) })),
  };
}

/** Rows of the same people, in the order in which they come. */
function segmentsOf(rows: SumsBody['segments']) {
  const groups = new Map<string, { by: string; value: string; rows: SumsBody['segments'] }>();
  for (const row of rows) {
    const key = JSON.stringify([row.by, row.is]);
    const group = groups.get(key) ?? { by: row.by, value: row.is, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}
