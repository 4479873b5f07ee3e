import { type ModelDocument } from '#strata/engine';
import { type FeatureSpec } from '#strata/scoring/encoding';
import { type ColumnRequest } from '#strata/tables/columns';
import type { ColumnForm, DataFile } from '#strata/tables/files';
import { type Success } from './label.js';
import { type Roles } from './roles.js';

/** How columns are read, by name. */
export type ColumnForms = Readonly<Record<string, ColumnForm>>;

/** How a trained version reads its features. */
interface TrainedReading {
  readonly trainedFeatures?: readonly FeatureSpec[];
  readonly columns?: ColumnForms;
}

/** How each column that plays a part is to be read. */
export function requestsFor(
  document: ModelDocument,
  roles: Roles,
  data: DataFile,
  { trainedFeatures = [], columns }: TrainedReading,
  { above }: Success,
): readonly ColumnRequest[] {
  const specs = new Map(trainedFeatures.map((feature) => [feature.name, feature]));
  const names = new Set([...document.features, roles.label, roles.treatment, roles.time, roles.key]);
  return [...names].flatMap((name): readonly ColumnRequest[] => {
    if (name === null) return [];
    const said = requestFor(document, name);
    if (name === roles.time) return [{ ...said, ...formRequest(columns?.[name]), kind: 'date' }];
    if (name === roles.key) return [{ name, kind: 'category' }];
    if (name === roles.label && above !== undefined) return [{ ...said, kind: 'number' }];
    const spec = specs.get(name);
    return [spec === undefined ? said : featureRequest(document, spec, data, columns)];
  });
}

/**
 * How the column of a trained model's feature is to be read, whatever the cells of this file look like: as the document
 * says, as the version was trained, else as its own cells tell.
 */
export function featureRequest(
  document: Pick<ModelDocument, 'columns'>,
  { name, type }: FeatureSpec,
  data: Pick<DataFile, 'column'>,
  trained: ColumnForms = {},
): ColumnRequest {
  const request = requestFor(document, name);
  if (type === 'category') return { ...request, kind: 'category' };
  if (request.kind === undefined && trained[name] !== undefined) return { ...request, ...formRequest(trained[name]) };
  const kind = request.kind ?? data.column(name).kind ?? 'number';
  return { ...request, kind: kind === 'category' ? 'number' : kind };
}

function formRequest(form: ColumnForm | undefined): Omit<ColumnRequest, 'name'> {
  if (form === undefined) return {};
  const { kind, number, date } = form;
  return { kind, ...(number === undefined ? {} : { number }), ...(date === undefined ? {} : { date }) };
}

/** How a column is to be read: as the document says, else as its cells tell. */
function requestFor(document: Pick<ModelDocument, 'columns'>, name: string): ColumnRequest {
  const { type, blank, decimal, form } = document.columns?.[name] ?? {};
  return {
    name,
    ...(type === undefined ? {} : { kind: type }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(form === undefined ? {} : { date: form }),
    ...(blank === undefined ? {} : { blank }),
  };
}

/** How the features and moments are read, and what of them is not. */
export async function formsOf(
  data: DataFile,
  requests: readonly ColumnRequest[],
  names: ReadonlySet<string>,
): Promise<{ readonly forms: ColumnForms; readonly notes: readonly string[] }> {
  const forms: Record<string, ColumnForm> = {};
  const notes: string[] = [];
  for (const request of requests) {
    if (!names.has(request.name)) continue;
    const { kind, number, date, answers, notes: own } = await data.reading(request);
    forms[request.name] = {
      kind,
      ...(number === undefined ? {} : { number }),
      ...(date === undefined ? {} : { date }),
      ...(answers === undefined ? {} : { answers }),
    };
    notes.push(...own);
  }
  return { forms, notes };
}

/** What a reader should know of how columns are read: cells that count as missing. */
export async function readingNotes(data: DataFile, requests: readonly ColumnRequest[]): Promise<readonly string[]> {
  return (await Promise.all(requests.map((request) => data.reading(request)))).flatMap(({ notes }) => notes);
}
