export { checkQuery, type Explained } from './check.js';
export { newDocument } from './collections.js';
export { DocumentEditor, type Edited } from './document-editor.js';
