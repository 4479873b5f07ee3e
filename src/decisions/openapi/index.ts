export { DECISION_ENDPOINTS } from './decision-endpoints.js';
export { openApiDocument } from './document.js';
export { RELEASE_ENDPOINTS } from './release-endpoints.js';
