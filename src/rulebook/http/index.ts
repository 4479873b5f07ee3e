export { DOCUMENT_CONTROLLERS } from './documents.controller.js';
export { RULEBOOK_ENDPOINTS } from './endpoints.js';
export { ReleasesController } from './releases.controller.js';
export { parseRequest } from './request.js';
export { PLUGIN_CATALOGUE } from './tokens.js';
