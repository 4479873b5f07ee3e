import { type FactCatalogue, type ModelDocument } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { type Scorer } from '#strata/scoring';
import { StrataError } from '#sdk';
import {
  type ExampleData,
  type ExampleSource,
  withExampleData,
  type ExampleOptions,
  type Examples,
  peopleOf,
  pickExamples,
  readExamples,
  readTable,
} from '../../datasets/index.js';
import { heldOutRows, judgingArtefact } from '../evaluation/index.js';
import { chooseVersion, type VersionChoice, type ModelRegistry, type ModelVersion } from '../../registry/index.js';
import { scoreRows, trainingOf } from '../../training/index.js';
import { pickRows, type TableColumn } from '#strata/tables/columns';
import { takeTop, tiedRows } from '#strata/engine/columns';
import { allRows } from '#strata/engine/conditions';
import { bestTreatment } from '#strata/engine/plan';
import { groupsOf } from './groups.js';
import { modelPhrases, type SelectionSubject } from '../../words/index.js';
import { type FairnessReport } from './report.js';
import { type Benefit, selectionFairness } from './selection-fairness.js';

/** Whose selection to judge, and by which groups. */
export interface ModelFairnessRequest extends ExampleOptions, VersionChoice {
  readonly document: ModelDocument;
  readonly source: ExampleSource;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  /** The column that names the groups; it need not be a feature. */
  readonly by: string;
  /** Who scores so much or more is selected; or the top share, a fifth unless told. */
  readonly selection?: { readonly threshold: number } | { readonly share: number };
  /** Says which facts are sensitive. */
  readonly catalogue?: FactCatalogue;
}

/** The report, and of which version. */
export interface ModelFairness {
  readonly version: ModelVersion;
  readonly rows: number;
  readonly report: FairnessReport;
}

/**
 * How a version that selects from a threshold up treats the groups of a column, on rows that it was not trained on. What
 * the offer adds is measured where the model is of uplift and its rows have a control, since only these know both sides.
 *
 * @throws StrataError MODEL_NOT_TRAINED, NOT_FOUND, BAD_FILE, BAD_COLUMN, SCORER_…
 */
export async function modelFairness(request: ModelFairnessRequest): Promise<ModelFairness> {
  const { document, source, host, registry, by, catalogue = {} } = request;
  const version = await chooseVersion(registry, document.id, request);
  return await withExampleData(document, source, request, async (data) => {
    const scorer = await host.load(await judgingArtefact(registry, version, data), 'batch');
    try {
      const examples = await readHeldOut(request, version, scorer, data);
      const { scores, offered, received } = await scoresOf(scorer, examples);
      const { selected, selectedBy } = select(scores, request.selection ?? { share: 0.2 });
      const column = await readColumn(data, by, examples.rowNumbers);
      const people = peopleOf(examples);
      const report = selectionFairness({
        by,
        selection: modelPhrases().fairness.selection(selectedBy),
        selectedBy,
        column: {
          sensitive: catalogue[by]?.sensitive === true,
          feature: scorer.features.some(({ name }) => name === by),
        },
        groups: groupsOf(column, examples.rows),
        ...(people && { people }),
        selected,
        benefit: benefitOf(examples, selected, offered),
        calibration: received === null ? null : { predicted: received, happened: examples.label },
        notes: examples.notes,
      });
      return { version, rows: examples.rows, report };
    } finally {
      await scorer.close();
    }
  });
}

async function readHeldOut(
  request: ModelFairnessRequest,
  version: ModelVersion,
  { features, treatments, task }: Scorer,
  data: ExampleData,
): Promise<Examples> {
  const { read } = trainingOf(version);
  const trained = { trainedFeatures: features, ...(task === 'uplift' ? { trainedTreatments: treatments } : {}) };
  const examples = await readExamples(request.document, data, { ...read, ...request, ...trained });
  return pickExamples(examples, await heldOutRows(version, data, examples));
}

/** What a version says of each row. */
interface RowScores {
  /** What is selected by: the probability or value; of an uplift model the effect of the treatment that does most. */
  readonly scores: Float64Array;
  /** The treatment that a selected person gets, from 1; null where the model is not of uplift. */
  readonly offered: Uint8Array | null;
  /** The probability of what the row is known to have done: with the treatment that it got; null where it has none. */
  readonly received: Float64Array | null;
}

async function scoresOf(scorer: Scorer, { features, rows, treatment }: Examples): Promise<RowScores> {
  const { values: scores, outcomes } = await scoreRows(scorer, features);
  if (outcomes === undefined) return { scores, offered: null, received: scorer.task === 'binary' ? scores : null };
  const arms = [outcomes.natural, ...outcomes.treated.values()];
  const offered = Uint8Array.from({ length: rows }, (_, row) =>
    bestTreatment(arms.map((arm) => arm[row] ?? Number.NaN)),
  );
  const received = Float64Array.from(treatment ?? [], (arm, row) => arms[arm]?.[row] ?? Number.NaN);
  return { scores, offered, received: treatment === undefined ? null : received };
}

function select(
  scores: Float64Array,
  selection: NonNullable<ModelFairnessRequest['selection']>,
): { readonly selected: Float64Array; readonly selectedBy: SelectionSubject } {
  if ('threshold' in selection) {
    const { threshold } = selection;
    return { selected: scores.map((score) => Number(score >= threshold)), selectedBy: { by: 'threshold', threshold } };
  }
  const { share } = selection;
  const { chances, threshold, divided } = topShare(scores, share);
  return { selected: chances, selectedBy: { by: 'share', share, threshold, divided } };
}

/** P(selected) of each row: where the share ends among equal scores, each of them is as probable as the others. */
function topShare(
  scores: Float64Array,
  share: number,
): {
  readonly chances: Float64Array;
  /** The lowest score that is selected. */
  readonly threshold: number;
  /** How many share what is left at the cut; 0 where it divides nobody. */
  readonly divided: number;
} {
  const chances = new Float64Array(scores.length);
  const groups = tiedRows(scores, allRows(scores.length));
  takeTop(groups, Math.round(share * scores.length), undefined, chances);
  const chanceOf = (group: Uint32Array): number => chances[group[0] ?? 0] ?? 0;
  const last = groups.findLast((group) => chanceOf(group) > 0) ?? groups[0] ?? new Uint32Array();
  return { chances, threshold: scores[last[0] ?? 0] ?? Number.NaN, divided: chanceOf(last) < 1 ? last.length : 0 };
}

/**
 * What the treatment adds that each selected person would get, among those who got it and those who got none. Each row
 * stands for 1 ÷ P(its arm) people, so that treatments given to few do not count less than they are chosen.
 */
function benefitOf({ treatment, label }: Examples, selected: Float64Array, offered: Uint8Array | null): Benefit | null {
  if (offered === null || treatment?.includes(0) !== true) return null;
  const rows = [...new Set(treatment)].map((arm) => [arm, treatment.filter((own) => own === arm).length] as const);
  const sizes = new Map(rows);
  const weight = (row: number, arm: number): number => ((selected[row] ?? 0) * label.length) / (sizes.get(arm) ?? 1);
  const ofArm = (arm: (row: number) => number) =>
    Float64Array.from(label, (_, row) => (treatment[row] === arm(row) ? weight(row, arm(row)) : 0));
  return {
    kind: 'measured',
    treated: ofArm((row) => offered[row] ?? 1),
    control: ofArm(() => 0),
    converted: label,
  };
}

async function readColumn(data: ExampleData, name: string, rowNumbers: Uint32Array): Promise<TableColumn> {
  const table = await readTable(data, { columns: [{ name: data.column(name).name }] });
  const column = table.columns.get(name);
  if (column === undefined) throw new StrataError('INTERNAL', `Column "${name}" was not read.`);
  return pickRows(column, rowNumbers);
}
