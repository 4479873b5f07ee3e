import { RULEBOOK_ENDPOINTS } from '../../rulebook/index.js';
import { type Endpoint } from './endpoint.js';

/** Documents and releases. */
export const RELEASE_ENDPOINTS: readonly Endpoint[] = RULEBOOK_ENDPOINTS;
