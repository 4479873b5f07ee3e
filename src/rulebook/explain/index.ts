export { explainDocument, sourceWords } from './explain.js';
export type { ExplainedDocument } from './explained-document.js';
