import { type FactCatalogue } from '#strata/engine';
import { inLanguage } from '#strata/engine/words';
import { type Language } from '#strata/kernel/texts';
import { type ColumnForms } from '../../datasets/index.js';
import { modelPhrases } from '../../words/index.js';
import { type ModelExplanation } from './model-explanation.js';
import { featureWords } from './people.js';
import { rangeWords } from './value-words.js';

/** What a reader of an explanation should know, in sentences; in English unless told. */
export function explanationNotes(
  { curves, unit, standardError }: Pick<ModelExplanation, 'curves' | 'unit' | 'standardError'>,
  language?: Language,
): readonly string[] {
  const { explanation } = modelPhrases(language);
  return [
    ...(curves.some(({ band }) => band === 'error') ? [explanation.ownCurves] : []),
    ...(standardError === undefined ? [] : [explanation.sampled((unit === 'points' ? 100 : 1) * standardError)]),
  ];
}

/** How an explanation is told again. */
export interface ExplanationTelling {
  readonly facts: FactCatalogue;
  /** How the version's columns were read. */
  readonly columns: ColumnForms;
  readonly language: Language;
}

/** An explanation told again in another language, from its values and figures. */
export function explanationIn(explanation: ModelExplanation, telling: ExplanationTelling): ModelExplanation {
  const { language, columns } = telling;
  const facts = inLanguage(telling.facts, language);
  const notes = explanationNotes(explanation, language);
  return {
    ...explanation,
    drivers: explanation.drivers.map((driver) => ({ ...driver, words: featureWords(driver.feature, facts) })),
    curves: explanation.curves.map((curve) => ({
      ...curve,
      words: featureWords(curve.feature, facts),
      bins: curve.bins.map((bin) => ({
        ...bin,
        words: rangeWords(bin.values, { ...curve, facts, columns, language }),
      })),
    })),
    // What was stored before the error of sampling was kept is told as it was.
    notes: notes.length < explanation.notes.length ? explanation.notes : notes,
  };
}
