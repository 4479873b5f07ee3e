import { type FactCatalogue } from '#strata/engine';
import { type ShapeValues } from '#sdk';
import { type ColumnForms } from '../../datasets/index.js';
import { answerOf, columnNumber } from './column-words.js';
import { type EffectCurve } from './model-explanation.js';

/** How the values of a feature are said. */
export type Naming = Pick<EffectCurve, 'feature' | 'whole'> & {
  readonly facts: FactCatalogue;
  /** How the version's columns were read. */
  readonly columns: ColumnForms;
};

/** "up to 12", "13 to 24", "25 or more"; "above 0.5 up to 1.2" where values are not whole; "Shanghai", "missing". */
export function rangeWords(values: ShapeValues, { feature, whole, facts, columns }: Naming): string {
  if (values.kind === 'missing') return 'missing';
  if (values.kind === 'category') return values.category;
  const type = Object.hasOwn(facts, feature) ? facts[feature]?.type : undefined;
  const { from, to } = values;
  if (type === 'boolean') return from === null ? (to === null ? 'any' : 'no') : 'yes';
  const isAnswer = answerOf(feature, 0, columns) !== undefined;
  if (isAnswer) return from === null && to === null ? 'any' : (answerOf(feature, from === null ? 0 : 1, columns) ?? '');
  const number = (value: number) => columnNumber(feature, value);
  if (type !== 'date' && whole) return wholeWords(from, to, number);
  const end = (value: number) =>
    type === 'date' ? new Date(value).toISOString().slice(0, 10) : number(Number(value.toPrecision(5)));
  if (from === null) return to === null ? 'any' : `up to ${end(to)}`;
  return to === null ? `above ${end(from)}` : `above ${end(from)} up to ${end(to)}`;
}

function wholeWords(from: number | null, to: number | null, words: (value: number) => string): string {
  const first = from === null ? null : Math.floor(from) + 1;
  const last = to === null ? null : Math.floor(to);
  if (first === null) return last === null ? 'any' : `up to ${words(last)}`;
  if (last === null) return `${words(first)} or more`;
  return first >= last ? words(last) : `${words(first)} to ${words(last)}`;
}
