import { inLanguages } from '../words/language.js';

export const WORDS = inLanguages({ title: 'People' }, { title: '用户' });
