import { inLanguages } from '../words/language.js';

export const WORDS = inLanguages({ title: 'Models' }, { title: '模型' });
