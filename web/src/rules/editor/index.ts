export { checkQuery, type Explained } from './check.js';
export { type EditedCollection, newDocument } from './collections.js';
export { DocumentEditor, type Edited } from './document-editor.js';
