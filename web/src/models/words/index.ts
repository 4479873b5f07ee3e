import { inLanguages } from '../../words/language.js';
import { CHINESE } from './chinese.js';
import { ENGLISH } from './english.js';

/** Of models. */
export const WORDS = inLanguages(ENGLISH, CHINESE);
