import { type MessageBook } from '../catalogue.js';
import { CONDITIONS } from './conditions.js';
import { DOCUMENTS } from './documents.js';
import { ERROR_TITLES } from './errors.js';
import { FOREIGN } from './foreign.js';
import { REQUESTS } from './requests.js';
import { RULES } from './rules.js';
import { SCHEMAS } from './schemas.js';
import { TERMS } from './terms.js';

export { FOREIGN } from './foreign.js';

/** All messages in Chinese. */
export const CHINESE: MessageBook = {
  messages: { ...CONDITIONS, ...DOCUMENTS, ...FOREIGN, ...SCHEMAS, ...RULES, ...REQUESTS, ...ERROR_TITLES },
  terms: TERMS,
};
