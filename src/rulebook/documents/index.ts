export { loadDocuments, readSource } from './load.js';
export { placesIn } from './parse-json.js';
export { readDocument } from './read-document.js';
export { requestDocuments } from './request-documents.js';

export { type Shaped, type Shapes, checkShape } from './shapes.js';
