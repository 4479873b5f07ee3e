import { type Condition, type FactCatalogue, type ModelDocument, type Segment } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { type Scorer } from '#strata/scoring';
import { type RawFrame, seededRandom, StrataError } from '#sdk';
import {
  type ExampleSource,
  sourceName,
  withExampleData,
  type ColumnForms,
  featureRequest,
  readTable,
} from '../../datasets/index.js';
import { trainedForms } from '../../training/index.js';
import { chooseVersion, type VersionChoice, type ModelRegistry } from '../../registry/index.js';
import { pickRows, type TableColumn } from '#strata/tables/columns';
import { curveOf, pairEffectsOf } from './curves.js';
import { effectsOf } from './effects.js';
import { explanationNotes } from './explanation-words.js';
import { driversOf } from './drivers.js';
import { type ModelExplanation } from './model-explanation.js';
import { type ExplainedPerson, meanOf } from './people.js';

/** Which model to explain, and over whom. */
export interface ExplainModelRequest extends VersionChoice {
  readonly document: ModelDocument;
  /** A file with the model's features, or history: then the people whom the model is meant for now. */
  readonly source: ExampleSource;
  /** Which rows to take. */
  readonly where?: Condition;
  /** Segments that conditions may name. */
  readonly segments?: readonly Segment[];
  /** What facts are called. */
  readonly facts: FactCatalogue;
  /** People whose scores are explained, drawn by the seed; 300 unless told. */
  readonly people?: number;
  /** 32-bit unsigned. */
  readonly seed?: number;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  readonly signal?: AbortSignal;
  /** @param share done so far, 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

const PEOPLE = 300;
/** Share of the progress that reading takes. */
const READING = 0.2;

/**
 * Explains a model over all people, by what each feature did to the scores of a sample of them: drivers by mean size, and a
 * curve for every feature. A model that is a sum of curves shows its own, with their error bars.
 *
 * @throws StrataError MODEL_NOT_TRAINED, BAD_FILE, BAD_COLUMN, CANCELLED, SCORER_…
 */
export async function explainModel(request: ExplainModelRequest): Promise<ModelExplanation> {
  const { document, host, registry, facts } = request;
  const version = await chooseVersion(registry, document.id, request);
  const scorer = await host.load(await registry.artefact(document.id, version.version), 'batch');
  try {
    const columns = trainedForms(version);
    const frame = await drawPeople(request, scorer, columns);
    const people = await explainPeople(request, scorer, frame);
    const description = await scorer.describe();
    const names = scorer.features.map(({ name }) => name);
    const unit = scorer.task === 'regression' ? 'value' : 'points';
    const drivers = driversOf(names, people, description, facts);
    const standardError = worstError(people, scorer.task);
    const explanation = {
      modelId: document.id,
      version: version.version,
      plugin: scorer.plugin,
      of: scorer.task === 'uplift' ? 'effect' : 'score',
      unit,
      people: people.length,
      base: meanOf(people, ({ contributions }) => effectsOf(contributions, scorer.task).base),
      drivers,
      curves: drivers.map(({ feature, words }) => ({
        feature,
        words,
        ...curveOf(names.indexOf(feature), feature, people, description, { facts, columns }),
      })),
      pairs: pairEffectsOf(people, description),
      ...(standardError > 0 ? { standardError } : {}),
    } as const;
    return { ...explanation, notes: explanationNotes(explanation) };
  } finally {
    await scorer.close();
  }
}

/** A sample of people with the model's features. */
async function drawPeople(request: ExplainModelRequest, scorer: Scorer, trained: ColumnForms): Promise<RawFrame> {
  const { document, source, where, segments = [], people = PEOPLE, seed = 1 } = request;
  const report = (share: number, note: string) => request.progress?.(READING * share, note);
  const options = { segments, progress: report };
  return await withExampleData(document, source, options, async (data) => {
    const pool = (await data.pool())?.data ?? data;
    const table = await readTable(pool, {
      columns: scorer.features.map((feature) => featureRequest(document, feature, pool, trained)),
      where: where === undefined ? [] : [where],
      segments,
    });
    if (table.rows === 0) {
      throw new StrataError('TOO_FEW_EXAMPLES', `There is nobody in ${sourceName(source)} to explain the model by.`);
    }
    const drawn = seededRandom(seed).shuffle(Uint32Array.from({ length: table.rows }, (_, row) => row));
    const rows = drawn.slice(0, people).sort();
    const columns = scorer.features.flatMap(({ name }): TableColumn[] => {
      const column = table.columns.get(name);
      return column === undefined ? [] : [pickRows(column, rows)];
    });
    return { kind: 'raw', rows: rows.length, columns };
  });
}

async function explainPeople(
  { signal, progress }: ExplainModelRequest,
  scorer: Scorer,
  frame: RawFrame,
): Promise<readonly ExplainedPerson[]> {
  const people: ExplainedPerson[] = [];
  for (let row = 0; row < frame.rows; row++) {
    if (signal?.aborted === true) throw new StrataError('CANCELLED', 'The explanation was cancelled.');
    const contributions = await scorer.explain(frame, row);
    people.push({ contributions, effects: effectsOf(contributions, scorer.task).effects });
    progress?.(READING + (1 - READING) * ((row + 1) / frame.rows), `${row + 1} of ${frame.rows} people explained`);
  }
  return people;
}

/** Of the most uncertain part of anybody, in the report's unit; 0 where parts are exact. */
function worstError(people: readonly ExplainedPerson[], task: Scorer['task']): number {
  return people.reduce((most, { contributions }) => Math.max(most, effectsOf(contributions, task).standardError), 0);
}
