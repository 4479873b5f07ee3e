import { type Language } from '#strata/kernel/texts';
import { type FactCatalogue } from '../../index.js';
import { inLanguage, phrasesOf } from '../../words/index.js';
import { type LeafTrace } from '../language/types.js';
import { comparisonOfTrace } from './comparison.js';

/**
 * The reason of a leaf in words, the actual value first: "212 days since the last order (at least 180)". What it was
 * compared with, and its words, are found only once.
 */
export function leafPhrase(
  leaf: LeafTrace,
  catalogue: FactCatalogue,
  language?: Language,
): (actual: unknown) => string {
  const spoken = inLanguage(catalogue, language);
  return phrasesOf(language).conditions.reason(comparisonOfTrace(leaf, spoken), leaf.result, spoken);
}
