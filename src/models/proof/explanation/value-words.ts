import { type FactCatalogue } from '#strata/engine';
import { columnNumberWords } from '#strata/kernel';
import { type Language } from '#strata/kernel/texts';
import { type ShapeValues } from '#sdk';
import { type ColumnForms } from '../../datasets/index.js';
import { modelPhrases } from '../../words/index.js';
import { type EffectCurve } from './model-explanation.js';

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

/** How the values of a feature are said. */
export type Naming = Pick<EffectCurve, 'feature' | 'whole'> & {
  readonly facts: FactCatalogue;
  /** How the version's columns were read. */
  readonly columns: ColumnForms;
  /** English unless told. */
  readonly language?: Language | undefined;
};

/** "up to 12", "13 to 24", "25 or more"; "above 0.5 up to 1.2" where values are not whole; "Shanghai", "missing". */
export function rangeWords(values: ShapeValues, naming: Naming): string {
  const { feature, whole, facts, columns, language } = naming;
  const phrases = modelPhrases(language).explanation;
  if (values.kind === 'missing') return phrases.stretch({ kind: 'missing' });
  if (values.kind === 'category') return values.category;
  const type = Object.hasOwn(facts, feature) ? facts[feature]?.type : undefined;
  const { from, to } = values;
  if (from === null && to === null) return phrases.stretch({ kind: 'any' });
  const answer = from === null ? 'no' : 'yes';
  if (type === 'boolean') return phrases.stretch({ kind: 'answer', answer });
  const said = answerOf(feature, from === null ? 0 : 1, columns, phrases.answers);
  if (said !== undefined) return said;
  const number = (value: number) => columnNumber(feature, value);
  if (type !== 'date' && whole) return phrases.stretch(wholeStretch(from, to, number));
  const end = (value: number) =>
    type === 'date' ? new Date(value).toISOString().slice(0, 10) : number(Number(value.toPrecision(5)));
  return phrases.stretch({ kind: 'real', from: from === null ? null : end(from), to: to === null ? null : end(to) });
}

/** Of whole numbers both ends belong to the stretch. */
function wholeStretch(from: number | null, to: number | null, words: (value: number) => string) {
  const first = from === null ? null : Math.floor(from) + 1;
  const last = to === null ? null : Math.floor(to);
  const single = first !== null && last !== null && first >= last ? last : first;
  return {
    kind: 'whole' as const,
    from: single === null ? null : words(single),
    to: last === null ? null : words(last),
  };
}
