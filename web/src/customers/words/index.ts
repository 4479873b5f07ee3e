import { inLanguages } from '../../words/language.js';
import { CHINESE } from './chinese.js';
import { ENGLISH } from './english.js';

/** Of analyses of customers. */
export const WORDS = inLanguages(ENGLISH, CHINESE);

/** The words of one language. */
export type CustomerWords = typeof ENGLISH;
