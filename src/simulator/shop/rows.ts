import { type FeatureColumn } from '#sdk';
import { type History, type Part, PARTS, type SimulatedShop } from './shop.js';

/** The rows of the history that belong to a part, in order. */
export function rowsOfPart({ part, rows }: History, wanted: Part): Int32Array {
  const index = PARTS.indexOf(wanted);
  return Int32Array.from({ length: rows }, (_, row) => row).filter((row) => part[row] === index);
}

/** Rows of a part whose campaign had a random control group; with `last`, only of the last campaign. */
export function testedRows(shop: SimulatedShop, part: Part, which: 'all' | 'last'): Int32Array {
  const { history, campaigns } = shop;
  const tested = campaigns.map(
    ({ control }, index) => control > 0 && (which === 'all' || index === campaigns.length - 1),
  );
  return rowsOfPart(history, part).filter((row) => tested[history.campaign[row] ?? 0] === true);
}

/** Rows to learn a model from: those that got the coupon, or those in a control group. */
export function learningRows(history: History, group: 'treated' | 'control'): Int32Array {
  const wanted = group === 'treated' ? 1 : 0;
  return rowsOfPart(history, 'train').filter((row) => history.treated[row] === wanted);
}

/** The named facts of some rows, as typed columns. @throws TypeError where the shop does not know a fact */
export function factsOfRows(history: History, rows: Int32Array, names: readonly string[]): FeatureColumn[] {
  return names.map((name) => {
    const column = history.facts.find((fact) => fact.name === name);
    if (column === undefined) throw new TypeError(`the shop does not know the fact ${name}`);
    if (column.type === 'category') {
      return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row] ?? -1) };
    }
    return { ...column, values: Float64Array.from(rows, (row) => column.values[row] ?? Number.NaN) };
  });
}
