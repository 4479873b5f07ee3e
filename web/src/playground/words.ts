import { inLanguages } from '../words/language.js';

export const WORDS = inLanguages({ title: 'Playground' }, { title: '试验场' });
