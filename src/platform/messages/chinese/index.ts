import { type MessageBook } from '../catalogue.js';
import { ANALYSES } from './analyses.js';
import { CAMPAIGNS } from './campaigns.js';
import { DATA } from './models/data.js';
import { ERROR_TITLES } from './errors.js';
import { EXPERIMENTS } from './experiments.js';
import { FOREIGN } from './foreign.js';
import { JOBS } from './jobs.js';
import { MODELS } from './models/models.js';
import { NOTES } from './models/notes.js';
import { PEOPLE } from './people.js';
import { REQUESTS } from './requests.js';
import { CHECKS } from './rulebook/checks.js';
import { CONDITIONS } from './rulebook/conditions.js';
import { DOCUMENTS } from './rulebook/documents.js';
import { SCHEMAS } from './rulebook/schemas.js';
import { TERMS } from './terms.js';

export { FOREIGN } from './foreign.js';
export { REPORT_TERMS, REPORTS } from './reports/index.js';

/** All messages in Chinese. */
export const CHINESE: MessageBook = {
  messages: {
    ...CONDITIONS,
    ...DOCUMENTS,
    ...SCHEMAS,
    ...CHECKS,
    ...CAMPAIGNS,
    ...MODELS,
    ...DATA,
    ...EXPERIMENTS,
    ...ANALYSES,
    ...PEOPLE,
    ...JOBS,
    ...NOTES,
    ...REQUESTS,
    ...ERROR_TITLES,
    ...FOREIGN,
  },
  terms: TERMS,
};
