import { type Endpoint } from './endpoint.js';

/** Documents and releases. */
export const RELEASE_ENDPOINTS: readonly Endpoint[] = [];
