export { checkQuery, type Explained } from './checks/check.js';
export { newDocument } from './collections.js';
export { DocumentEditor, type Edited } from './document-editor.js';
