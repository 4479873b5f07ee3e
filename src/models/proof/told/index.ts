export { evaluationTeller } from './evaluation-in.js';
export { type EvidenceTeller, EvidenceTellers, type StoredReport } from './evidence-tellers.js';
export { ToldEvidence } from './told-evidence.js';
