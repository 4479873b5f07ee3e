import { inLanguages } from '../words/language.js';

/** Of charts. */
export const WORDS = inLanguages({ figures: 'The figures as a table' }, { figures: '以表格查看数据' });
