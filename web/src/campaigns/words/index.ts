import { inLanguages } from '../../words/language.js';
import { CHINESE } from './chinese.js';
import { ENGLISH } from './english.js';

/** Of campaigns. */
export const WORDS = inLanguages(ENGLISH, CHINESE);
