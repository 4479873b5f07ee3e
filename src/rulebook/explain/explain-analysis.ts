import { type Analysis, type ReleaseDocuments } from '#strata/engine';
import { formOf } from '../schemas/index.js';
import { cronWords } from './cron-words.js';
import { type Section } from './explained-document.js';
import { join, sentence } from './phrases.js';
import { personWords } from './words.js';

/** An analysis: what it does, about whom, when, and what it says about each person. */
export function explainAnalysis(analysis: Analysis, documents: ReleaseDocuments): readonly Section[] {
  const form = formOf(analysis);
  const segments = form.names(analysis).flatMap((named) => ('segment' in named ? [named.segment] : []));
  const published = Object.entries(analysis.publishes ?? {}).map(([output, type]) => `${output} (${type})`);
  return [
    { title: 'What', sentences: form.words(analysis) },
    { title: 'About whom', sentences: segments.map((segment) => sentence(personWords(segment, documents))) },
    { title: 'When', sentences: [cronWords(analysis.schedule, documents)] },
    {
      title: 'For computed facts',
      sentences: published.length === 0 ? [] : [sentence(`of each person it publishes ${join(published, 'and')}`)],
    },
  ].filter(({ sentences }) => sentences.length > 0);
}
