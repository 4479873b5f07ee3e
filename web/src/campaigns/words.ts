import { inLanguages } from '../words/language.js';

export const WORDS = inLanguages({ title: 'Campaigns' }, { title: '营销活动' });
