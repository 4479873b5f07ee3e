import { inLanguages } from '../words/language.js';

export const WORDS = inLanguages({ title: 'Activity' }, { title: '操作记录' });
