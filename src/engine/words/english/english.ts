import {
  analyses,
  campaigns,
  headings,
  models,
  persons,
  policies,
  previews,
  sources,
  strategies,
} from './documents.js';
import { accountLines, answers, changes, scores } from './answers.js';
import { factName } from './fact-names.js';
import { figures } from './figures.js';
import { predicateOf } from './predicates.js';
import { policy, reasons } from './reasons.js';
import { factPhrase, reasonPhrase } from './told.js';
import { valueWords } from './values.js';

/** All phrases in English; another language has the same ones. */
export const ENGLISH = {
  figures,
  facts: {
    /** What a fact is called in a sentence: the catalogue's words, or those of its parameters. */
    name: factName,
    /** A fact with a value: "212 days since the last order", "3 orders", "city Shanghai", "age unknown". */
    told: factPhrase,
    /** A value as it stands in a sentence. */
    value: valueWords,
  },
  conditions: {
    /** "lives in Shanghai or Hangzhou" and "does not live in Shanghai or Hangzhou". */
    predicate: predicateOf,
    /** The reason of a leaf, the actual value first: "212 days since the last order (at least 180)". */
    reason: reasonPhrase,
    /** Predicates joined into one. */
    clauses: figures.joined,
    everybody: { holds: 'is anybody', fails: 'is nobody' },
    segment: (title: string) => ({ holds: `belongs to "${title}"`, fails: `does not belong to "${title}"` }),
    /** A group inside of another one. */
    group: (text: string) => `(${text})`,
  },
  reasons,
  policy,
  accountLines,
  changes,
  answers,
  scores,
  headings,
  persons,
  strategies,
  campaigns,
  models,
  policies,
  sources,
  analyses,
  previews,
};
export type Phrases = typeof ENGLISH;
