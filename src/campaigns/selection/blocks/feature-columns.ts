import { type CategoryColumn, type FeatureColumn, type NumberColumn } from '#sdk';
import { type FactColumn, factAt } from '#strata/engine/conditions';
import { type FeatureSpec, frameOf } from '#strata/scoring/encoding';

/** The rows of facts as a model reads them: the same values that it gets of one person at a time. */
export function featureColumns(
  features: readonly FeatureSpec[],
  facts: ReadonlyMap<string, FactColumn>,
  rows: Uint32Array,
): readonly FeatureColumn[] {
  return features.map((feature) => {
    const column = facts.get(feature.name);
    return feature.type === 'number' ? numbersOf(feature, column, rows) : categoriesOf(feature, column, rows);
  });
}

type NumberSpec = Extract<FeatureSpec, { readonly type: 'number' }>;
type CategorySpec = Extract<FeatureSpec, { readonly type: 'category' }>;

function numbersOf(feature: NumberSpec, column: FactColumn | undefined, rows: Uint32Array): NumberColumn {
  const { name } = feature;
  const values = new Float64Array(rows.length);
  if (column?.kind === 'number' || column?.kind === 'boolean' || column?.kind === 'date') {
    const cells = column.values;
    for (let i = 0; i < rows.length; i++) values[i] = cells[rows[i] ?? 0] ?? Number.NaN;
    return { name, type: 'number', values };
  }
  if (column?.kind === 'category') {
    const numbers = numbersIn(feature, column.categories);
    for (let i = 0; i < rows.length; i++) values[i] = numbers[column.codes[rows[i] ?? 0] ?? -1] ?? Number.NaN;
    return { name, type: 'number', values };
  }
  return convert(feature, column, rows) as NumberColumn;
}

function categoriesOf(feature: CategorySpec, column: FactColumn | undefined, rows: Uint32Array): CategoryColumn {
  if (column?.kind !== 'category') return convert(feature, column, rows) as CategoryColumn;
  const codes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) codes[i] = column.codes[rows[i] ?? 0] ?? -1;
  return { name: feature.name, type: 'category', codes, categories: column.categories };
}

/** Cell by cell, as of single people. */
function convert(feature: FeatureSpec, column: FactColumn | undefined, rows: Uint32Array): FeatureColumn | undefined {
  const records = Array.from(rows, (row) => ({ [feature.name]: factAt(column, row) }));
  return frameOf([feature], records).columns[0];
}

const known = new WeakMap<readonly string[], Float64Array>();

/** The numbers that texts stand for, once a dictionary. */
function numbersIn(feature: NumberSpec, texts: readonly string[]): Float64Array {
  const found = known.get(texts);
  if (found !== undefined) return found;
  const [column] = frameOf(
    [feature],
    texts.map((text) => ({ [feature.name]: text })),
  ).columns;
  const numbers = column?.type === 'number' ? column.values : new Float64Array();
  known.set(texts, numbers);
  return numbers;
}
