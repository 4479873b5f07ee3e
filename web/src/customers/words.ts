import { inLanguages } from '../words/language.js';

export const WORDS = inLanguages({ title: 'Customers' }, { title: '客户分析' });
