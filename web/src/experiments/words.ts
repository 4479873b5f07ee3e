import { inLanguages } from '../words/language.js';

export const WORDS = inLanguages({ title: 'Experiments' }, { title: '实验' });
