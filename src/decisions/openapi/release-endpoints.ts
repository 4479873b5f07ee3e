import { RULEBOOK_ENDPOINTS } from '#strata/rulebook/http';
import { type Endpoint } from '#strata/platform/openapi';

/** Documents and releases. */
export const RELEASE_ENDPOINTS: readonly Endpoint[] = RULEBOOK_ENDPOINTS;
