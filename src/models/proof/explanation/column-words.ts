import { columnNumberWords } from '#strata/kernel';
import { type ColumnForms } from '../../datasets/index.js';
import { modelPhrases } from '../../words/index.js';

/** A number of a column for people; years are not grouped. */
export function columnNumber(feature: string, value: number): string {
  return Number.isInteger(value) && /year|jahr|yr$/i.test(feature) ? String(value) : columnNumberWords(value);
}

/**
 * What the cells of a yes-or-no column say for a number that a model reads; undefined for columns of another kind.
 *
 * @param plain what is said where they say nothing of their own; English unless told
 */
export function answerOf(
  feature: string,
  value: number,
  columns: ColumnForms,
  plain: Readonly<Record<'yes' | 'no', string>> = modelPhrases().explanation.answers,
): string | undefined {
  const form = Object.hasOwn(columns, feature) ? columns[feature] : undefined;
  if (form?.kind !== 'boolean') return undefined;
  return value === 0 ? (form.answers?.no ?? plain.no) : (form.answers?.yes ?? plain.yes);
}
