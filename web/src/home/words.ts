import { inLanguages } from '../words/language.js';

export const WORDS = inLanguages({ title: 'Home' }, { title: '首页' });
