export { DOCUMENT_CONTROLLERS } from './documents.controller.js';
export { ReleaseAttention } from './release-attention.js';
export { ReleasesController } from './releases.controller.js';
export { PLUGIN_CATALOGUE } from './tokens.js';
