import { type Analysis } from '#strata/engine';
import { formOf } from '../schemas/index.js';
import { cronWords } from './cron-words.js';
import { type Section } from './explained-document.js';
import { type Telling } from './telling.js';
import { personWords } from './words.js';

/** An analysis: what it does, about whom, when, and what it says about each person. */
export function explainAnalysis(analysis: Analysis, telling: Telling): readonly Section[] {
  const { analyses, headings } = telling.phrases;
  const form = formOf(analysis);
  const segments = form.names(analysis).flatMap((named) => ('segment' in named ? [named.segment] : []));
  const published = Object.entries(analysis.publishes ?? {}).map(([output, type]) => ({ output, type }));
  return [
    { title: headings.what, sentences: form.words(analysis, analyses) },
    { title: headings.aboutWhom, sentences: segments.map((segment) => analyses.about(personWords(segment, telling))) },
    { title: headings.when, sentences: [cronWords(analysis.schedule, telling)] },
    { title: headings.forFacts, sentences: published.length === 0 ? [] : [analyses.publishes(published)] },
  ].filter(({ sentences }) => sentences.length > 0);
}
