// npm run bench -- quality --data DIR --only uplift [--seed 1] [--json]
// Hillstrom's random test by every learner over two bases, five folds pooled, beside REFERENCE.md; and a simulated shop whose
// effects are known.
import { join } from 'node:path';
import { openDataFile } from '#strata/tables/files';
import { pickRows, type TableColumn } from '#strata/tables/columns';
import { readTable } from '#strata/models/datasets';
import { scoreOutputs, upliftReport, type UpliftReport } from '#strata/models/training';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { benchSimulated } from './uplift-simulated.js';
import { BASES, HILLSTROM_EFFECTS, LEARNERS, REFERENCE_REACH } from './uplift-references.js';

const FEATURES = ['recency', 'history_segment', 'history', 'mens', 'womens', 'zip_code', 'newbie', 'channel'];
const CONTROL = 'No E-Mail';
const [MENS, WOMENS] = ['Mens E-Mail', 'Womens E-Mail'] as const;

interface BenchOptions {
  readonly seed: string;
  readonly json: boolean;
}

/** Prints every figure beside its reference and says which bars are reached. */
export async function benchUplift(directory: string, { seed, json }: BenchOptions): Promise<void> {
  const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  const print = (line: string) => {
    if (!json) console.log(line);
  };
  try {
    const people = await readHillstrom(directory);
    const one = { host, people, seed: Number(seed), print };
    const results = {
      womens: await oneTreatment(one, WOMENS),
      mens: await oneTreatment(one, MENS),
      threeArms: await threeArms(one),
      simulated: await benchSimulated(host, Number(seed), print),
    };
    if (json) console.log(JSON.stringify(results, null, 2));
  } finally {
    await host.close();
  }
}

interface Bench {
  readonly host: PluginHost;
  readonly people: People;
  readonly seed: number;
  readonly print: (line: string) => void;
}

interface People {
  readonly features: readonly TableColumn[];
  readonly visit: Float64Array;
  readonly segment: readonly string[];
  /** Bought men's goods before. */
  readonly mens: Float64Array;
  readonly fold: Float64Array;
}

async function readHillstrom(directory: string): Promise<People> {
  const file = join(directory, 'hillstrom', 'hillstrom.csv');
  const columns = await readColumns(file, [...FEATURES, 'visit', 'segment']);
  const [fold] = await readColumns(join(directory, 'hillstrom', 'folds.csv'), ['fold']);
  const numbers = (column: TableColumn | undefined) => (column?.type === 'number' ? column.values : new Float64Array());
  const segment = columns[FEATURES.length + 1];
  if (segment?.type !== 'category') throw new Error('the segment is no category');
  return {
    features: columns.slice(0, FEATURES.length),
    visit: numbers(columns[FEATURES.length]),
    segment: Array.from(segment.codes, (code) => segment.categories[code] ?? ''),
    mens: numbers(columns[FEATURES.indexOf('mens')]),
    fold: numbers(fold),
  };
}

async function readColumns(file: string, names: readonly string[]): Promise<TableColumn[]> {
  const data = await openDataFile(file);
  try {
    const table = await readTable(data, { columns: names.map((name) => ({ name })) });
    return names.flatMap((name) => table.columns.get(name) ?? []);
  } finally {
    data.close();
  }
}

/** Scores of rows by models that had not seen them: rows × outputs. */
async function outOfFold(
  { host, people, seed }: Bench,
  rows: Uint32Array,
  training: {
    readonly plugin: string;
    readonly options?: object;
    readonly arm?: Uint8Array;
    readonly treatments?: string[];
  },
): Promise<Float64Array> {
  const { plugin, options = {}, arm, treatments } = training;
  const isUplift = plugin === 'uplift';
  const width = isUplift ? (treatments?.length ?? 1) + 1 : 1;
  const scores = new Float64Array(rows.length * width);
  const places = Uint32Array.from(rows.keys());
  for (const fold of [...new Set(people.fold)].sort()) {
    const isHeld = (place: number) => people.fold[rows[place]!] === fold;
    const taught = places.filter((place) => !isHeld(place) && (isUplift || arm === undefined || arm[place]! > 0));
    const held = places.filter(isHeld);
    const columnsOf = (chosen: Uint32Array) =>
      people.features.map((column) =>
        pickRows(
          column,
          chosen.map((place) => rows[place]!),
        ),
      );
    const { bytes } = await host.train({
      plugin,
      task: isUplift ? 'uplift' : 'binary',
      options,
      columns: columnsOf(taught),
      label: Float64Array.from(taught, (place) => people.visit[rows[place]!]!),
      ...(isUplift && arm !== undefined ? { treatment: Uint8Array.from(taught, (place) => arm[place]!) } : {}),
      ...(treatments === undefined ? {} : { treatments }),
      seed,
    });
    const scorer = await host.load(bytes);
    const { values } = await scoreOutputs(scorer, columnsOf(held));
    await scorer.close();
    held.forEach((place, index) => {
      scores.set(values.subarray(index * width, (index + 1) * width), place * width);
    });
  }
  return scores;
}

/** Every learner over every base: one e-mail against none. */
async function oneTreatment(bench: Bench, treatment: typeof MENS | typeof WOMENS) {
  const { people, print, seed } = bench;
  const rows = Uint32Array.from(people.visit.keys()).filter((row) =>
    [CONTROL, treatment].includes(people.segment[row]!),
  );
  const arm = Uint8Array.from(rows, (row) => Number(people.segment[row] === treatment));
  const label = Float64Array.from(rows, (row) => people.visit[row]!);
  const { learners, response, wins } = HILLSTROM_EFFECTS[treatment];
  print(`\n${treatment} against none, visit, five folds pooled (${rows.length} rows). Reference: ± ${REFERENCE_REACH}`);
  const results = [];
  for (const base of BASES) {
    const byResponse = await outOfFold(bench, rows, { plugin: base.plugin, arm });
    for (const learner of LEARNERS) {
      const options = { learner, base: base.plugin };
      const values = await outOfFold(bench, rows, { plugin: 'uplift', options, arm, treatments: [treatment] });
      const report = upliftReport({
        treatments: [treatment],
        values,
        label,
        treatment: arm,
        response: [byResponse],
        seed,
      });
      const { contenders, verdict } = report.treatments[0]!;
      const [model, rival] = contenders as [(typeof contenders)[0], (typeof contenders)[0]];
      const reference = learners[learner][base.id];
      const qini = model.metrics.qini;
      const ahead = rival.modelAhead!.qini;
      const inside = Math.abs(qini.value - reference) <= REFERENCE_REACH;
      const reached = wins === 'model' ? inside && ahead.value > 0 : inside && verdict.winner === 'response model';
      print(
        `  ${`${learner}, ${base.id}`.padEnd(31)} Qini ${qini.value.toFixed(4)} [${qini.lower.toFixed(4)}, ${qini.upper.toFixed(4)}]` +
          ` reference ${reference.toFixed(4)} ${inside ? 'inside' : 'OUTSIDE'}; minus response (${rival.metrics.qini.value.toFixed(4)}, reference ${response[base.id].toFixed(4)})` +
          ` ${ahead.value.toFixed(4)} [${ahead.lower.toFixed(4)}, ${ahead.upper.toFixed(4)}]: ${reached ? 'reached' : 'NOT REACHED'}`,
      );
      print(`    ${verdict.words}`);
      results.push({
        learner,
        base: base.id,
        qini,
        reference,
        inside,
        response: rival.metrics.qini,
        ahead,
        winner: verdict.winner,
        reached,
      });
    }
  }
  return results;
}

/** Which e-mail for whom, against a human rule: bought men's goods before, then men's, else women's. */
async function threeArms(bench: Bench): Promise<UpliftReport['choices']> {
  const { people, print, seed } = bench;
  const treatments = [MENS, WOMENS];
  const rows = Uint32Array.from(people.visit.keys());
  const arm = Uint8Array.from(rows, (row) => [CONTROL, ...treatments].indexOf(people.segment[row]!));
  const values = await outOfFold(bench, rows, { plugin: 'uplift', options: { learner: 't' }, arm, treatments });
  const human = {
    title: "bought men's goods before: men's, else women's",
    arms: people.mens.reduce(
      (arms, mens, row) => arms.fill(mens === 1 ? 1 : 2, row, row + 1),
      new Uint8Array(rows.length),
    ),
  };
  const report = upliftReport({ treatments, values, label: people.visit, treatment: arm, human, seed });
  print(
    "\nThree arms, visit rate if everybody got what is chosen (reference: none .106, women's .151, men's .183, human rule .1846, T-learner .1848 ± .0029)",
  );
  for (const { selector, title, outcome, modelAhead } of report.choices?.choosers ?? []) {
    const ahead =
      modelAhead === null
        ? ''
        : `, T-learner ahead by ${modelAhead.value.toFixed(4)} [${modelAhead.lower.toFixed(4)}, ${modelAhead.upper.toFixed(4)}]`;
    print(
      `  ${selector}: ${title}: ${outcome.value.toFixed(4)} ± ${(outcome.upper - outcome.value).toFixed(4)}${ahead}`,
    );
  }
  const verdict = report.choices?.verdict;
  print(`  ${verdict?.words ?? ''}`);
  print(
    `  It says that the human rule is not beaten: ${verdict?.winner === 'draw' && verdict.words.includes('human rule') ? 'reached' : 'NOT REACHED'}`,
  );
  return report.choices;
}
